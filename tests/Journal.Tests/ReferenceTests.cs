using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ptracer.Journal.Output;
using Ptracer.Journal.Reading;
using Xunit;

namespace Ptracer.Journal.Tests;

/// <summary>
/// Our output beside that of systemd's journalctl, for the same records. Of these things journalctl's own store decides, so
/// they are not compared: cursors, and the order of a record's fields.
/// </summary>
public sealed partial class ReferenceTests : IClassFixture<ReferenceJournal>
{
    private readonly ReferenceJournal _reference;
    private readonly IReadOnlyList<JournalEntry> _entries;

    public ReferenceTests(ReferenceJournal reference)
    {
        Assert.SkipUnless(ReferenceJournal.IsInstalled, "systemd-journal-remote is not installed");
        _reference = reference;
        _entries = reference.Entries;
    }

    public static TheoryData<string, string> ShortModes
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string mode in (string[])["short", "short-precise", "short-iso", "short-iso-precise", "short-full", "short-monotonic", "short-unix", "with-unit", "cat"])
            {
                data.Add(mode, "UTC");
                data.Add(mode, "Europe/Berlin");
                data.Add(mode, "America/St_Johns");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ShortModes))]
    public void Format_ShortModes_AsJournalctl(string mode, string zone)
    {
        FormatOptions options = Options(mode, zone);
        Compare(options, zone, "-o", mode);
        Compare(options with { ShowsAll = true }, zone, "-o", mode, "-a");
        Compare(options with { HidesHostname = true }, zone, "-o", mode, "--no-hostname");
        Compare(options with { Clock = LocalClock.Utc }, zone, "-o", mode, "--utc");
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with-unit")]
    [InlineData("cat")]
    public void Format_Colors_AsJournalctl(string mode)
    {
        FormatOptions options = Options(mode, "UTC") with { HasColors = true };
        Compare(options, "UTC", "-o", mode);
        MessagePattern pattern = new("record 1", CaseRule.Smart);
        Assert.Equal(
            ReferenceJournal.Lines(_reference.Journalctl("UTC", ["--no-pager", "-q", "-o", mode, "-g", "record 1", "-u", "cups"], colors: true).Output),
            ReferenceJournal.Lines(ReferenceJournal.Format(
                _entries.Where(entry => entry.Unit == "cups.service" && pattern.Find(JournalTest.Text(entry)) is not null),
                options with { Highlight = pattern })));
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    public void Format_Verbose_AsJournalctl(string zone)
    {
        FormatOptions options = Options("verbose", zone);
        string[] words = ["--no-pager", "-q", "-o", "verbose"];
        Assert.Equal(Sorted(_reference.Journalctl(zone, words).Output), Sorted(ReferenceJournal.Format(_entries, options)));
        Assert.Equal(
            Sorted(_reference.Journalctl(zone, [.. words, "-a"]).Output),
            Sorted(ReferenceJournal.Format(_entries, options with { ShowsAll = true })));
        Assert.Equal(
            Sorted(_reference.Journalctl(zone, [.. words, "--output-fields=MESSAGE,_PID"]).Output),
            Sorted(ReferenceJournal.Format(_entries, options with { Fields = ["MESSAGE", "_PID"] })));
    }

    [Fact]
    public void Format_Export_AsJournalctl()
    {
        string[] theirs = Records(_reference.Journalctl("UTC", ["--no-pager", "-q", "-o", "export"]).Output);
        string[] ours = Records(ReferenceJournal.Format(_entries, Options("export", "UTC")));
        Assert.Equal(theirs, ours);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("json-pretty")]
    [InlineData("json-sse")]
    [InlineData("json-seq")]
    public void Format_Json_AsJournalctl(string mode)
    {
        FormatOptions options = Options(mode, "UTC");
        byte[] theirs = _reference.Journalctl("UTC", ["--no-pager", "-q", "-o", mode]).Output;
        byte[] ours = ReferenceJournal.Format(_entries, options);
        Assert.Equal(JsonRecords(theirs), JsonRecords(ours));
        // The frame around the values, whatever their order.
        Assert.Equal(Frame(theirs), Frame(ours));
        Assert.Equal(
            JsonRecords(_reference.Journalctl("UTC", ["--no-pager", "-q", "-a", "-o", mode]).Output),
            JsonRecords(ReferenceJournal.Format(_entries, options with { ShowsAll = true })));
    }

    private static FormatOptions Options(string mode, string zone) => new()
    {
        Mode = OutputModes.Find(mode)!.Value,
        Hostname = ReferenceJournal.Host,
        Clock = LocalClock.Of(TimeZoneInfo.FindSystemTimeZoneById(zone), "/usr/share/zoneinfo/" + zone),
    };

    private void Compare(FormatOptions options, string zone, params string[] words) => Assert.Equal(
        ReferenceJournal.Lines(_reference.Journalctl(zone, ["--no-pager", "-q", .. words], options.HasColors).Output),
        ReferenceJournal.Lines(ReferenceJournal.Format(_entries, options)));

    // The entries of verbose: their first line without the cursor, and the other lines in order of their fields.
    private static string[] Sorted(byte[] output)
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
    private static string[] Records(byte[] export)
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

    private static string[] JsonRecords(byte[] output)
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

    private static string Frame(byte[] output) =>
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
