using System.Text;

namespace Ptracer.Units;

/// <summary>A service that an init script is, for want of a unit: what systemd-sysv-generator(8) writes for it.</summary>
/// <param name="name">The unit's name.</param>
/// <param name="path">The script.</param>
/// <param name="script">What it says of itself.</param>
internal sealed class SysvService(string name, string path, InitScript script)
{
    private readonly List<string> _ordering = [];
    private readonly List<string> _wants = [];
    private readonly List<string> _wantedBy = [];

    /// <summary>The unit's name.</summary>
    public string Name => name;

    /// <summary>What the script says of itself.</summary>
    public InitScript Script => script;

    /// <summary>The other names that it provides.</summary>
    public List<string> Aliases { get; } = [];

    /// <summary>The targets of the runlevels that it is started in.</summary>
    public IReadOnlyList<string> WantedBy => _wantedBy;

    /// <summary>The greatest number of its start links; -1: it has none.</summary>
    public int Priority { get; private set; } = -1;

    /// <summary>Adds an <c>Snn</c> link of a runlevel.</summary>
    public void StartIn(string target, int priority)
    {
        Priority = Math.Max(Priority, priority);
        if (!_wantedBy.Contains(target))
        {
            _wantedBy.Add(target);
            Order("Before", target);
        }
    }

    /// <summary>Adds Before= or After=.</summary>
    public void Order(string direction, string unit) => _ordering.Add($"{direction}={unit}\n");

    /// <summary>Takes over what the script says of others.</summary>
    public void ReadHeader()
    {
        foreach (string word in script.Provides)
        {
            string unit = SysvFacility.UnitOf(word);
            if (unit.Length == 0 || unit == name)
            {
                continue;
            }

            if (unit.EndsWith(".target", StringComparison.Ordinal))
            {
                Order("Before", unit);
                _wants.Add(unit);
                if (word == "$network")
                {
                    Order("Before", "network.target");
                    _wants.Add("network.target");
                }
            }
            else
            {
                Aliases.Add(unit);
            }
        }

        foreach (string unit in script.Before.Select(SysvFacility.UnitOf).Where(unit => unit.Length > 0))
        {
            Order("Before", unit);
        }

        foreach (string unit in script.After.Select(SysvFacility.UnitOf).Where(unit => unit.Length > 0))
        {
            Order("After", unit);
            if (unit == SysvFacility.NetworkOnline)
            {
                _wants.Add(unit);
            }
        }
    }

    /// <summary>The unit file.</summary>
    public byte[] Text()
    {
        string quoted = path.Replace("%", "%%", StringComparison.Ordinal);
        StringBuilder text = new("# Made by ptracer of an init script, as systemd-sysv-generator(8) does it\n\n[Unit]\n");
        text.Append("SourcePath=").Append(quoted).Append('\n');
        if (script.Description is { } description)
        {
            text.Append("Description=").Append(description.Replace("%", "%%", StringComparison.Ordinal)).Append('\n');
        }

        text.AppendJoin("", _ordering.Distinct());
        text.AppendJoin("", _wants.Distinct().Select(unit => $"Wants={unit}\n"));
        // What process 1 does not start, LSB's functions hand to systemctl, which would wait for itself.
        text.Append("\n[Service]\nEnvironment=SYSTEMCTL_SKIP_REDIRECT=1\nType=forking\nRestart=no\nTimeoutSec=5min\nIgnoreSIGPIPE=no\nKillMode=process\nGuessMainPID=no\n")
            .Append("RemainAfterExit=").Append(script.PidFile is null ? "yes" : "no").Append('\n');
        if (script.PidFile is { } pidFile)
        {
            text.Append("PIDFile=").Append(pidFile.Replace("%", "%%", StringComparison.Ordinal)).Append('\n');
        }

        if (script.HasLsbHeader)
        {
            text.Append("SuccessExitStatus=5 6\n"); // the LSB's "not installed" and "not configured"
        }

        text.Append("ExecStart=").Append(quoted).Append(" start\nExecStop=").Append(quoted).Append(" stop\n");
        if (script.CanReload)
        {
            text.Append("ExecReload=").Append(quoted).Append(" reload\n");
        }

        return UnitText.Encode(text.ToString());
    }
}
