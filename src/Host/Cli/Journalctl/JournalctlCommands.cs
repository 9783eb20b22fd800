using System.Globalization;
using System.Text;
using Ptracer.Journal;
using Ptracer.Journal.Output;
using Ptracer.Journal.Reading;
using Ptracer.Journal.Store;

namespace Ptracer.Host.Cli.Journalctl;

/// <summary>What journalctl does besides showing records.</summary>
internal sealed class JournalctlCommands(JournalctlOptions options, string directory, LocalClock clock, string hostname)
{
    /// <summary>Carries out the commands that were given.</summary>
    /// <returns>False: none was; records are to be shown.</returns>
    /// <exception cref="JournalctlFailure">One has failed.</exception>
    public bool TryRun()
    {
        JournalctlFieldLists lists = new(directory, hostname);
        bool isDone = false;
        foreach ((string name, Action run) in (ReadOnlySpan<(string, Action)>)
        [
            ("rotate", Rotate),
            ("flush", Sync),
            ("sync", Sync),
            ("disk-usage", DiskUsage),
            ("list-boots", ListBoots),
            ("fields", () => lists.Names()),
            ("field", () => lists.Values(options.Value("field") ?? "")),
        ])
        {
            if (options.Has(name))
            {
                run();
                isDone = true;
            }
        }

        return Vacuum() || isDone;
    }

    // A unit that nobody writes gets its new segment now; a writer makes one with its next record.
    private void Rotate()
    {
        foreach (string unit in JournalVacuum.UnitDirectories(directory))
        {
            if (SegmentFormat.Segments(unit).Count > 0 && !JournalWriter.TryRotate(unit))
            {
                File.WriteAllBytes(Path.Combine(unit, SegmentFormat.RotateName), []);
            }
        }
    }

    private void Sync() => JournalVacuum.Sync(directory);

    private void DiskUsage() => Terminal.Write(
        $"Archived and active journals take up {Printable.Size(JournalVacuum.UsageBytes(directory))} in the file system.\n");

    private bool Vacuum()
    {
        List<VacuumResult> results = [];
        if (options.Value("vacuum-size") is { } size)
        {
            long most = TimeSyntax.Size(size) ?? throw new JournalctlFailure($"Failed to parse vacuum size: {size}");
            results.Add(JournalVacuum.BySize(directory, most));
        }

        if (options.Value("vacuum-files") is { } files)
        {
            results.Add(JournalVacuum.ByFiles(
                directory,
                int.TryParse(files, NumberStyles.None, CultureInfo.InvariantCulture, out int most)
                    ? most
                    : throw new JournalctlFailure($"Failed to parse vacuum files: {files}")));
        }

        if (options.Value("vacuum-time") is { } time)
        {
            long span = TimeSyntax.Span(time) ?? throw new JournalctlFailure($"Failed to parse vacuum time: {time}");
            long now = (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
            results.Add(JournalVacuum.ByTime(directory, now - span));
        }

        if (results.Count == 0)
        {
            return false;
        }

        foreach (string path in results.SelectMany(result => result.Paths ?? []))
        {
            Terminal.WriteError($"Deleted archived journal {path}.\n");
        }

        Terminal.WriteError(
            $"Vacuuming done, freed {Printable.Size(results.Sum(result => result.Bytes))} of archived journals from {directory}.\n");
        return true;
    }

    private void ListBoots()
    {
        IReadOnlyList<JournalBoot> boots = JournalBoot.List(directory);
        if (boots.Count == 0)
        {
            throw new JournalctlFailure("No boots found.");
        }

        string[][] rows =
        [
            ["IDX", "BOOT ID", "FIRST ENTRY", "LAST ENTRY"],
            .. boots.Select((boot, index) => (string[])
            [
                (index + 1 - boots.Count).ToString(CultureInfo.InvariantCulture), boot.Id.ToString(), Time(boot.FirstUs), Time(boot.LastUs),
            ]),
        ];
        int[] widths = [.. Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            text.Append(row[0].PadLeft(widths[0])).Append(' ').Append(row[1].PadRight(widths[1])).Append(' ')
                .Append(row[2].PadRight(widths[2])).Append(' ').Append(row == rows[0] ? row[3].PadRight(widths[3]).TrimEnd() : row[3]).Append('\n');
        }

        Terminal.Write(text.ToString());
    }

    private string Time(long us) => JournalFormatter.FullTime(clock, clock.At(us), precise: "");
}
