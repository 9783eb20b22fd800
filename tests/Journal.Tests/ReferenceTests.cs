using Ptracer.Journal.Output;
using Ptracer.Journal.Reading;
using Xunit;

namespace Ptracer.Journal.Tests;

/// <summary>
/// Our output beside that of systemd's journalctl, for the same records. Of these things journalctl's own store decides, so
/// they are not compared: cursors, and the order of a record's fields.
/// </summary>
public sealed class ReferenceTests : IClassFixture<ReferenceJournal>
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
        Assert.Equal(ReferenceRecords.Sorted(_reference.Journalctl(zone, words).Output), ReferenceRecords.Sorted(ReferenceJournal.Format(_entries, options)));
        Assert.Equal(
            ReferenceRecords.Sorted(_reference.Journalctl(zone, [.. words, "-a"]).Output),
            ReferenceRecords.Sorted(ReferenceJournal.Format(_entries, options with { ShowsAll = true })));
        Assert.Equal(
            ReferenceRecords.Sorted(_reference.Journalctl(zone, [.. words, "--output-fields=MESSAGE,_PID"]).Output),
            ReferenceRecords.Sorted(ReferenceJournal.Format(_entries, options with { Fields = ["MESSAGE", "_PID"] })));
    }

    [Fact]
    public void Format_Export_AsJournalctl()
    {
        string[] theirs = ReferenceRecords.Records(_reference.Journalctl("UTC", ["--no-pager", "-q", "-o", "export"]).Output);
        string[] ours = ReferenceRecords.Records(ReferenceJournal.Format(_entries, Options("export", "UTC")));
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
        Assert.Equal(ReferenceRecords.JsonRecords(theirs), ReferenceRecords.JsonRecords(ours));
        // The frame around the values, whatever their order.
        Assert.Equal(ReferenceRecords.Frame(theirs), ReferenceRecords.Frame(ours));
        Assert.Equal(
            ReferenceRecords.JsonRecords(_reference.Journalctl("UTC", ["--no-pager", "-q", "-a", "-o", mode]).Output),
            ReferenceRecords.JsonRecords(ReferenceJournal.Format(_entries, options with { ShowsAll = true })));
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
}
