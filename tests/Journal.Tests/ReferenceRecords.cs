using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ptracer.Journal.Tests;

/// <summary>Output taken apart into records whose fields are sorted, to be compared.</summary>
internal static partial class ReferenceRecords
{
    // The entries of verbose: their first line without the cursor, and the other lines in order of their fields.
    public static string[] Sorted(byte[] output)
    {
        List<string> entries = [];
        foreach (string entry in EntryStart().Split(Encoding.Latin1.GetString(output)).Where(text => text.Length > 0))
        {
            string[] fields = FieldStart().Split(CursorText().Replace(entry, "[cursor]"));
            entries.Add(string.Join("\n    ", fields.Select(field => field.TrimEnd('\n')).Order(StringComparer.Ordinal)));
        }

        return [.. entries];
    }

    // Export: records as sorted fields, length counts included.
    public static string[] Records(byte[] export)
    {
        List<string> records = [];
        List<string> fields = [];
        int at = 0;
        while (at < export.Length)
        {
            int end = export.AsSpan(at).IndexOf((byte)'\n') + at;
            string line = Encoding.Latin1.GetString(export, at, end - at);
            at = end + 1;
            if (line.Length == 0)
            {
                records.Add(string.Join('\n', fields.Order(StringComparer.Ordinal)));
                fields.Clear();
                continue;
            }

            if (!line.Contains('='))
            {
                int length = (int)BitConverter.ToInt64(export, at);
                line += ":" + Encoding.Latin1.GetString(export, at + 8, length);
                at += 8 + length + 1;
            }

            if (!line.StartsWith("__CURSOR=", StringComparison.Ordinal))
            {
                fields.Add(line);
            }
        }

        return [.. records];
    }

    public static string[] JsonRecords(byte[] output)
    {
        string text = Encoding.UTF8.GetString(output).Replace("data: ", "", StringComparison.Ordinal).Replace("\x1e", "", StringComparison.Ordinal);
        List<string> records = [];
        foreach (string record in RecordEnd().Split(text).Where(part => part.Trim().Length > 0))
        {
            using JsonDocument document = JsonDocument.Parse(record);
            records.Add(string.Join('\n', document.RootElement.EnumerateObject()
                .Where(member => member.Name != "__CURSOR")
                .OrderBy(member => member.Name, StringComparer.Ordinal)
                .Select(member => member.Name + "=" + Compact().Replace(member.Value.GetRawText(), ""))));
        }

        return [.. records];
    }

    public static string Frame(byte[] output) =>
        string.Concat(Encoding.Latin1.GetString(output).Select((letter, _) => letter).GroupBy(letter => letter)
            .Where(group => "{}[]\n\t:, \x1e".Contains(group.Key, StringComparison.Ordinal))
            .OrderBy(group => group.Key).Select(group => $"{(int)group.Key}:{group.Count()} "));

    [GeneratedRegex(@"^(?=\w{3} \d{4}-\d\d-\d\d )", RegexOptions.Multiline)]
    private static partial Regex EntryStart();

    [GeneratedRegex(@"\n    (?=[A-Z_]+=)")]
    private static partial Regex FieldStart();

    [GeneratedRegex(@"\[s=[^\]]*\]")]
    private static partial Regex CursorText();

    [GeneratedRegex(@"(?<=\})\n+")]
    private static partial Regex RecordEnd();

    [GeneratedRegex(@"[\n\t]")]
    private static partial Regex Compact();
}
