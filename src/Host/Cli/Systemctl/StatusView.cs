using System.Globalization;
using System.Text;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Cli.Systemctl;

/// <summary><c>systemctl status</c>: a unit's state, its process and its last words.</summary>
internal sealed class StatusView(IUnitControl units, IJournalControl journal, string guest, SystemctlOptions options, StringBuilder text)
{
    private const int NotActive = 3;
    private const int NoSuchUnit = 4;

    /// <summary>Writes it.</summary>
    /// <returns>0: all run; 3: one does not; 4: there is no such unit.</returns>
    public int Show()
    {
        if (options.Names.Count == 0)
        {
            return Overview();
        }

        int status = 0;
        for (int index = 0; index < options.Names.Count; index++)
        {
            if (index > 0)
            {
                text.Append('\n');
            }

            status = Math.Max(status, One(options.Names[index]));
        }

        return status;
    }

    private int Overview()
    {
        IReadOnlyList<UnitInfo> all = units.List(guest, default).GetAwaiter().GetResult();
        int failed = all.Count(unit => unit.ActiveState == "failed");
        text.Append("● ").Append(guest).Append('\n')
            .Append("    State: ").Append(failed > 0 ? "degraded" : "running").Append('\n')
            .Append(CultureInfo.InvariantCulture, $"    Units: {all.Count(unit => unit.LoadState == "loaded")} loaded, {all.Count(unit => unit.ActiveState == "active")} active\n")
            .Append(CultureInfo.InvariantCulture, $"   Failed: {failed} units\n");
        return 0;
    }

    private int One(string name)
    {
        UnitInfo unit = units.Get(guest, name, default).GetAwaiter().GetResult();
        if (unit.LoadState == "not-found" && unit.ActiveState == "inactive")
        {
            Terminal.WriteError($"Unit {unit.Name} could not be found.\n");
            return NoSuchUnit;
        }

        bool isActive = unit.ActiveState is "active" or "reloading";
        text.Append(isActive ? "● " : unit.ActiveState == "failed" ? "× " : "○ ").Append(unit.Name);
        text.Append(unit.Description == unit.Name ? "" : " - " + unit.Description).Append('\n');
        text.Append("     Loaded: ").Append(unit.LoadState);
        if (unit.FragmentPath.Length > 0)
        {
            text.Append(" (").Append(unit.FragmentPath).Append(unit.UnitFileState.Length > 0 ? "; " + unit.UnitFileState : "").Append(')');
        }

        text.Append('\n').Append("     Active: ").Append(unit.ActiveState).Append(" (").Append(unit.SubState).Append(')');
        if (unit.ActiveState == "failed")
        {
            text.Append(" (Result: ").Append(unit.Result).Append(')');
        }

        if (unit.Since is { } since)
        {
            text.Append(CultureInfo.InvariantCulture, $" since {since.ToLocalTime():ddd yyyy-MM-dd HH:mm:ss}; {Span(DateTimeOffset.UtcNow - since)} ago");
        }

        text.Append('\n');
        Details(unit);
        Journal(unit);
        return isActive || unit.ActiveState == "activating" ? 0 : NotActive;
    }

    private void Details(UnitInfo unit)
    {
        if (unit.MainPid != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"   Main PID: {unit.MainPid}\n");
        }

        if (unit.StatusText.Length > 0)
        {
            text.Append("     Status: \"").Append(unit.StatusText).Append("\"\n");
        }

        if (unit.Tasks is { } tasks)
        {
            text.Append(CultureInfo.InvariantCulture, $"      Tasks: {tasks}\n");
        }

        if (unit.MemoryBytes is { } memory)
        {
            text.Append(CultureInfo.InvariantCulture, $"     Memory: {memory / 1048576.0:0.0}M\n");
        }

        if (unit.CpuNanoseconds is { } cpu)
        {
            text.Append(CultureInfo.InvariantCulture, $"        CPU: {cpu / 1_000_000}ms\n");
        }
    }

    private void Journal(UnitInfo unit)
    {
        if (options.Lines == 0)
        {
            return;
        }

        List<JournalEntryInfo> entries = Read(unit.Name).GetAwaiter().GetResult();
        if (entries.Count > 0)
        {
            text.Append('\n');
        }

        foreach (JournalEntryInfo entry in entries)
        {
            string pid = entry.Pid > 0 ? $"[{entry.Pid}]" : "";
            text.Append(CultureInfo.InvariantCulture, $"{entry.Time.ToLocalTime():MMM dd HH:mm:ss} {entry.Identifier}{pid}: {entry.Message}\n");
        }
    }

    private async Task<List<JournalEntryInfo>> Read(string unit)
    {
        List<JournalEntryInfo> entries = [];
        await foreach (JournalEntryInfo entry in journal.Read(guest, new JournalRequest { Units = [unit], Lines = options.Lines }, default))
        {
            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>A span of time in at most two units.</summary>
    public static string Span(TimeSpan span) => span.TotalDays >= 1 ? $"{(int)span.TotalDays} days"
        : span.TotalHours >= 1 ? $"{(int)span.TotalHours}h {span.Minutes}min"
        : span.TotalMinutes >= 1 ? $"{(int)span.TotalMinutes}min {span.Seconds}s"
        : $"{(int)span.TotalSeconds}s";
}
