using Ptracer.Linux;

namespace Ptracer.Journal.Store;

/// <summary>
/// Removes old segments. The last segment of a unit is never removed: it may be being written. Readers that have a
/// removed one open read it to its end.
/// </summary>
internal static class JournalVacuum
{
    /// <summary>The directories of a guest's units.</summary>
    public static IEnumerable<string> UnitDirectories(string journalDirectory) =>
        Directory.Exists(journalDirectory) ? Directory.EnumerateDirectories(journalDirectory) : [];

    /// <summary>Bytes of all segments of a guest.</summary>
    public static long UsageBytes(string journalDirectory) => UnitDirectories(journalDirectory).Sum(UnitBytes);

    /// <summary>Waits until everything that was written to a guest's journal is on disk.</summary>
    /// <exception cref="PtracerException">The disk fails.</exception>
    public static void Sync(string journalDirectory)
    {
        foreach (string unit in UnitDirectories(journalDirectory))
        {
            foreach (ulong segment in SegmentFormat.Segments(unit))
            {
                string path = SegmentFormat.SegmentPath(unit, segment);
                using JournalFile? file = JournalFile.OpenToRead(path, out _);
                if (file?.SyncData() is { } error and not Errno.None)
                {
                    throw new PtracerException($"{path}: cannot be written to disk ({error}); check the disk");
                }
            }
        }
    }

    /// <summary>Removes the oldest segments of a unit until it holds at most so many bytes.</summary>
    public static void TrimUnit(string directory, long mostBytes)
    {
        List<ulong> segments = SegmentFormat.Segments(directory);
        long total = 0;
        for (int index = segments.Count - 1; index >= 0; index--)
        {
            total += Size(directory, segments[index]);
            if (total > mostBytes && index < segments.Count - 1)
            {
                Remove(directory, segments[index]);
            }
        }
    }

    /// <summary>Removes the oldest segments of a guest until it holds at most so many bytes.</summary>
    public static VacuumResult BySize(string journalDirectory, long mostBytes)
    {
        long total = UsageBytes(journalDirectory);
        return total <= mostBytes ? default : Remove(journalDirectory, segment =>
        {
            bool goes = total > mostBytes;
            total -= goes ? segment.SizeBytes : 0;
            return goes;
        });
    }

    /// <summary>Removes the segments of a guest whose records are all older than a time.</summary>
    public static VacuumResult ByTime(string journalDirectory, long beforeUs) =>
        Remove(journalDirectory, segment => segment.LastRealtimeUs < beforeUs);

    /// <summary>Removes the oldest segments of a guest until so many files are left.</summary>
    public static VacuumResult ByFiles(string journalDirectory, int most)
    {
        int count = UnitDirectories(journalDirectory).Sum(directory => SegmentFormat.Segments(directory).Count);
        return Remove(journalDirectory, _ => count-- > most);
    }

    private static VacuumResult Remove(string journalDirectory, Func<Archived, bool> goes)
    {
        VacuumResult result = default;
        foreach (Archived segment in AllArchived(journalDirectory).OrderBy(segment => segment.LastRealtimeUs))
        {
            if (goes(segment) && Remove(segment.Directory, segment.Name) == Errno.None)
            {
                result = new VacuumResult(
                    result.Files + 1,
                    result.Bytes + segment.SizeBytes,
                    [.. result.Paths ?? [], SegmentFormat.SegmentPath(segment.Directory, segment.Name)]);
            }
        }

        return result;
    }

    private static IEnumerable<Archived> AllArchived(string journalDirectory)
    {
        foreach (string directory in UnitDirectories(journalDirectory))
        {
            List<ulong> segments = SegmentFormat.Segments(directory);
            for (int index = 0; index + 1 < segments.Count; index++)
            {
                // The times of a unit do not decrease: nothing in it is later than the start of the next.
                using Segment? next = Segment.Open(directory, segments[index + 1], out _);
                long last = next is { HasHeader: true } ? next.Header.FirstRealtimeUs : 0;
                yield return new Archived(directory, segments[index], Size(directory, segments[index]), last);
            }
        }
    }

    private static long UnitBytes(string directory) =>
        SegmentFormat.Segments(directory).Sum(segment => Math.Max(0, Size(directory, segment)));

    private static long Size(string directory, ulong segment) =>
        Math.Max(0, JournalFile.SizeOf(SegmentFormat.SegmentPath(directory, segment)));

    private static Errno Remove(string directory, ulong segment)
    {
        Errno error = JournalFile.Remove(SegmentFormat.SegmentPath(directory, segment));
        JournalFile.Remove(SegmentFormat.IndexPath(directory, segment));
        return error;
    }

    private readonly record struct Archived(string Directory, ulong Name, long SizeBytes, long LastRealtimeUs);
}

/// <summary>What was removed.</summary>
/// <param name="Files">How many segments.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Paths">Which; null: none.</param>
internal readonly record struct VacuumResult(int Files, long Bytes, IReadOnlyList<string>? Paths);
