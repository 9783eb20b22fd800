using System.Text;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Cli.Systemctl;

/// <summary>The table of <c>list-units</c>.</summary>
internal static class UnitTable
{
    /// <summary>Writes rows under a head, columns as wide as what is in them.</summary>
    public static void AppendColumns(StringBuilder text, IReadOnlyList<string> head, IReadOnlyList<string[]> rows, bool noLegend)
    {
        List<IReadOnlyList<string>> all = noLegend ? [.. rows] : [head, .. rows];
        int[] widths = [.. Enumerable.Range(0, head.Count).Select(column => all.Count == 0 ? 0 : all.Max(row => row[column].Length))];
        foreach (IReadOnlyList<string> row in all)
        {
            text.AppendJoin(' ', row.Select((cell, column) => cell.PadRight(widths[column])));
            while (text[^1] == ' ')
            {
                text.Length--;
            }

            text.Append('\n');
        }
    }

    /// <summary>Writes it, columns as wide as what is in them.</summary>
    public static void Append(StringBuilder text, IReadOnlyList<UnitInfo> units, bool noLegend, bool isPlain)
    {
        List<string[]> rows = [.. units.Select(unit => new[] { unit.Name, unit.LoadState, unit.ActiveState, unit.SubState, unit.Description })];
        if (!noLegend)
        {
            rows.Insert(0, ["UNIT", "LOAD", "ACTIVE", "SUB", "DESCRIPTION"]);
        }

        int[] widths = [.. Enumerable.Range(0, 4).Select(column => rows.Count == 0 ? 0 : rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            bool isBad = row[2] == "failed" || row[1] == "not-found";
            text.Append(isPlain ? "" : isBad ? "● " : "  ");
            for (int column = 0; column < widths.Length; column++)
            {
                text.Append(row[column].PadRight(widths[column])).Append(' ');
            }

            text.Append(row[4]).Append('\n');
        }

        if (!noLegend)
        {
            text.Append(
                "\nLOAD   = Reflects whether the unit definition was properly loaded.\n" +
                "ACTIVE = The high-level unit activation state, i.e. generalization of SUB.\n" +
                "SUB    = The low-level unit activation state, values depend on unit type.\n")
                .Append(units.Count).Append(" loaded units listed. Pass --all to see loaded but inactive units, too.\n" +
                "To show all installed unit files use 'systemctl list-unit-files'.\n");
        }
    }
}
