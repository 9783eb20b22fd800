using System.Globalization;
using System.Text;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Cli.Systemctl;

/// <summary>The tables of <c>list-timers</c> and <c>list-sockets</c>: when or where a unit triggers, and what it starts.</summary>
internal sealed class TriggerTable(Func<string, IReadOnlyList<KeyValuePair<string, string>>> properties, SystemctlOptions options, StringBuilder text)
{
    private const string Form = "ddd yyyy-MM-dd HH:mm:ss";

    /// <summary>Writes the table of timers, the next to elapse first.</summary>
    public void AppendTimers(IReadOnlyList<UnitInfo> timers)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var all = timers.Select(timer => Read(timer.Name)).Select(read => (
            Next: Time(read, "NextElapseUSecRealtime"), Last: Time(read, "LastTriggerUSec"), Unit: read["Id"], Triggers: read.GetValueOrDefault("Triggers", "")));
        List<string[]> rows = [.. all.OrderBy(row => row.Next ?? DateTimeOffset.MaxValue).ThenBy(row => row.Unit, StringComparer.Ordinal).Select(row => new[]
        {
            Text(row.Next), row.Next is { } next ? StatusView.Span(next - now) + " left" : "n/a",
            Text(row.Last), row.Last is { } last ? StatusView.Span(now - last) + " ago" : "n/a", row.Unit, row.Triggers,
        })];
        Append(["NEXT", "LEFT", "LAST", "PASSED", "UNIT", "ACTIVATES"], rows, $"{timers.Count} timers listed.");
    }

    /// <summary>Writes the table of sockets, an address a line.</summary>
    public void AppendSockets(IReadOnlyList<UnitInfo> sockets)
    {
        List<string[]> rows = [];
        foreach (UnitInfo socket in sockets)
        {
            Dictionary<string, string> read = Read(socket.Name);
            foreach (string listen in read.GetValueOrDefault("Listen", "").Split(") ", StringSplitOptions.RemoveEmptyEntries))
            {
                rows.Add([listen[..listen.LastIndexOf(" (", StringComparison.Ordinal)], socket.Name, read.GetValueOrDefault("Triggers", "")]);
            }
        }

        rows.Sort((left, right) => string.CompareOrdinal(left[0], right[0]));
        Append(["LISTEN", "UNIT", "ACTIVATES"], rows, $"{rows.Count} sockets listed.");
    }

    private void Append(IReadOnlyList<string> head, List<string[]> rows, string count)
    {
        UnitTable.AppendColumns(text, head, rows, options.NoLegend);
        if (!options.NoLegend)
        {
            string unit = options.Command == "list-timers" ? "timers" : "sockets";
            text.Append('\n').Append(count).Append(options.All ? "\n" : $"\nPass --all to see loaded but inactive {unit}, too.\n");
        }
    }

    private Dictionary<string, string> Read(string unit)
    {
        Dictionary<string, string> read = new(StringComparer.Ordinal);
        foreach ((string name, string value) in properties(unit))
        {
            read[name] = value;
        }

        return read;
    }

    // As UnitProperties writes it: the time, then UTC or the distance to it.
    private static DateTimeOffset? Time(Dictionary<string, string> read, string name)
    {
        string time = read.GetValueOrDefault(name, "").Replace("UTC", "+00:00", StringComparison.Ordinal);
        return DateTimeOffset.TryParseExact(time, Form + " zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset parsed) ? parsed : null;
    }

    private static string Text(DateTimeOffset? time) => time is { } known
        ? known.ToString(Form, CultureInfo.InvariantCulture) + (known.Offset == TimeSpan.Zero ? " UTC" : known.ToString(" zzz", CultureInfo.InvariantCulture))
        : "n/a";
}
