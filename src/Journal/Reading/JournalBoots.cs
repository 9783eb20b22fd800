using Ptracer.Journal.Store;

namespace Ptracer.Journal.Reading;

/// <summary>A boot that left records.</summary>
/// <param name="Id">Its id.</param>
/// <param name="FirstUs">The time of its first record, microseconds since 1970.</param>
/// <param name="LastUs">The time of its last record.</param>
internal sealed record JournalBoot(JournalId Id, long FirstUs, long LastUs)
{
    /// <summary>The boots of a guest, oldest first. Only the headers of segments, and each boot's last records, are read.</summary>
    public static IReadOnlyList<JournalBoot> List(string journalDirectory)
    {
        Dictionary<JournalId, JournalBoot> boots = [];
        foreach (string directory in JournalVacuum.UnitDirectories(journalDirectory))
        {
            foreach (ulong name in SegmentFormat.Segments(directory))
            {
                using Segment? segment = Segment.Open(directory, name, out _);
                if (segment is { HasHeader: true } && LastOf(segment) is { } last)
                {
                    SegmentHeader header = segment.Header;
                    JournalBoot known = boots.GetValueOrDefault(header.Boot) ?? new JournalBoot(header.Boot, long.MaxValue, 0);
                    boots[header.Boot] = new JournalBoot(
                        header.Boot, Math.Min(known.FirstUs, header.FirstRealtimeUs), Math.Max(known.LastUs, last));
                }
            }
        }

        return [.. boots.Values.OrderBy(boot => boot.FirstUs)];
    }

    private static long? LastOf(Segment segment)
    {
        long offset = segment.Index.Count > 0 ? segment.Index[^1].Offset : SegmentFormat.HeaderBytes;
        long? last = null;
        while (segment.TryRead(ref offset, out _))
        {
            last = segment.Scanner.Current.RealtimeUs;
        }

        return last;
    }
}
