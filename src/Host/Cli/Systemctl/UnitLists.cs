using System.IO.Enumeration;
using System.Text;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Cli.Systemctl;

/// <summary><c>list-units</c>, <c>list-timers</c>, <c>list-sockets</c> and <c>list-unit-files</c>.</summary>
internal sealed class UnitLists(IUnitControl units, string guest, SystemctlOptions options, StringBuilder text)
{
    /// <summary>Whether a unit is one of those named; without names every one is.</summary>
    public static bool IsMatch(IReadOnlyList<string> patterns, string name) =>
        patterns.Count == 0 || patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(FullPattern(pattern), name, ignoreCase: false));

    private static string FullPattern(string pattern) => pattern.IndexOfAny(['*', '?', '[']) >= 0 ? pattern : SystemctlCommands.FullName(pattern);

    /// <summary>The loaded units, or the timers or sockets among them.</summary>
    public int Units()
    {
        string? only = options.Command switch { "list-sockets" => "socket", "list-timers" => "timer", _ => null };
        List<UnitInfo> shown = [.. Wait(units.List(guest, default)).Where(unit => IsShown(unit, only))];
        TriggerTable triggers = new(name => Wait(units.Show(guest, name, default)), options, text);
        switch (only)
        {
            case "timer":
                triggers.AppendTimers(shown);
                break;
            case "socket":
                triggers.AppendSockets(shown);
                break;
            default:
                UnitTable.Append(text, shown, options.NoLegend, options.IsPlain);
                break;
        }

        return 0;
    }

    private bool IsShown(UnitInfo unit, string? only)
    {
        string type = unit.Name[(unit.Name.LastIndexOf('.') + 1)..];
        bool hasState = options.States.Any(state => state == unit.ActiveState || state == unit.SubState || state == unit.LoadState);
        return IsMatch(options.Names, unit.Name)
            && (only is null || type == only)
            && (options.Types.Count == 0 || options.Types.Contains(type))
            && (options.States.Count > 0 ? hasState
                : options.All || unit.ActiveState != "inactive" || (unit.LoadState == "not-found" && options.Names.Count > 0));
    }

    /// <summary>The unit files.</summary>
    public int Files()
    {
        List<UnitFileInfo> files = [.. Wait(units.ListFiles(guest, default)).Where(file =>
            IsMatch(options.Names, file.Name)
            && (options.Types.Count == 0 || options.Types.Contains(file.Name[(file.Name.LastIndexOf('.') + 1)..]))
            && (options.States.Count == 0 || options.States.Contains(file.State)))];
        int width = files.Count == 0 ? 9 : files.Max(file => file.Name.Length);
        if (!options.NoLegend)
        {
            text.Append("UNIT FILE".PadRight(width)).Append(" STATE           PRESET\n");
        }

        foreach (UnitFileInfo file in files)
        {
            text.Append(file.Name.PadRight(width)).Append(' ').Append(file.State.PadRight(15)).Append(' ')
                .Append(file.Preset.Length > 0 ? file.Preset : "-").Append('\n');
        }

        if (!options.NoLegend)
        {
            text.Append('\n').Append(files.Count).Append(" unit files listed.\n");
        }

        return files.Count > 0 || options.Names.Count == 0 ? 0 : 1;
    }

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
