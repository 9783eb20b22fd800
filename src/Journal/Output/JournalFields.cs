using System.Globalization;
using System.Text;
using Ptracer.Journal.Reading;

namespace Ptracer.Journal.Output;

/// <summary>A record's fields under journald's names.</summary>
internal static class JournalFields
{
    /// <summary>All fields, without those with two underscores.</summary>
    /// <param name="entry">The record.</param>
    /// <param name="hostname">_HOSTNAME; null: none.</param>
    public static List<JournalField> Of(JournalEntry entry, string? hostname)
    {
        List<JournalField> fields =
        [
            Field("PRIORITY", Number(entry.Priority)),
            Field("SYSLOG_FACILITY", Number(entry.Facility)),
        ];
        Add(fields, "SYSLOG_IDENTIFIER", entry.Identifier);
        fields.Add(Field("_TRANSPORT", Encoding.ASCII.GetBytes(Transport(entry.Stream))));
        if (entry.Stream is JournalStream.Stdout or JournalStream.Stderr)
        {
            fields.Add(Field("_PTRACER_STREAM", entry.Stream == JournalStream.Stdout ? "stdout"u8.ToArray() : "stderr"u8.ToArray()));
        }

        if (entry.Pid > 0)
        {
            fields.Add(Field("_PID", Number(entry.Pid)));
        }

        Add(fields, "_LINE_BREAK", Encoding.ASCII.GetBytes(BreakName(entry.LineBreak)));
        Add(fields, "_HOSTNAME", Encoding.UTF8.GetBytes(hostname ?? ""));
        fields.Add(Field("_SYSTEMD_UNIT", Encoding.UTF8.GetBytes(entry.Unit)));
        fields.Add(Field("MESSAGE", entry.Message));
        fields.AddRange(entry.Fields);
        return fields;
    }

    private static JournalField Field(string name, byte[] value) => new(Encoding.ASCII.GetBytes(name), value);

    private static void Add(List<JournalField> fields, string name, byte[] value)
    {
        if (value.Length > 0)
        {
            fields.Add(Field(name, value));
        }
    }

    private static byte[] Number(int value) => Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));

    private static string Transport(JournalStream stream) => stream switch
    {
        JournalStream.Stdout or JournalStream.Stderr => "stdout",
        JournalStream.Syslog => "syslog",
        JournalStream.Native or JournalStream.Supervisor => "journal",
        _ => "driver",
    };

    private static string BreakName(LineBreak reason) => reason switch
    {
        LineBreak.Eof => "eof",
        LineBreak.LineMax => "line-max",
        LineBreak.Timeout => "timeout",
        _ => "",
    };
}
