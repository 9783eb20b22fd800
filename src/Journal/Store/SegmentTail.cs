using Ptracer.Linux;

namespace Ptracer.Journal.Store;

/// <summary>How a unit's segments end: where a new writer goes on.</summary>
internal sealed class SegmentTail
{
    /// <summary>The number in the last segment's name; 0: there is no segment.</summary>
    public ulong Name { get; private init; }

    /// <summary>Its header.</summary>
    public SegmentHeader Header { get; private init; }

    /// <summary>Whether a writer may go on in it: its header is valid, and nothing but the end is damaged.</summary>
    public bool IsSound { get; private set; }

    /// <summary>Where its valid records end, bytes.</summary>
    public long EndBytes { get; private set; } = SegmentFormat.HeaderBytes;

    /// <summary>Its index as it should be.</summary>
    public List<IndexEntry> Index { get; } = [];

    /// <summary>The sequence number that comes next.</summary>
    public ulong NextSequence { get; private set; } = 1;

    /// <summary>The time of the last record, microseconds since 1970.</summary>
    public long LastRealtimeUs { get; private set; }

    /// <summary>Reads the last segment of a unit. Files too short for a header, which hold nothing, are removed.</summary>
    public static SegmentTail Find(string directory)
    {
        List<ulong> segments = SegmentFormat.Segments(directory);
        for (int last = segments.Count - 1; last >= 0; last--)
        {
            using Segment? segment = Segment.Open(directory, segments[last], out Errno error);
            if (segment is null)
            {
                if (error == Errno.ENOENT)
                {
                    continue;
                }

                throw new PtracerException(
                    $"{SegmentFormat.SegmentPath(directory, segments[last])}: cannot be read ({error}); check its permissions");
            }

            if (segment.SizeBytes < SegmentFormat.HeaderBytes)
            {
                JournalFile.Remove(SegmentFormat.SegmentPath(directory, segments[last]));
                continue;
            }

            SegmentTail tail = new() { Name = segment.Name, Header = segment.Header, IsSound = segment.HasHeader };
            tail.NextSequence = segment.Name;
            tail.LastRealtimeUs = segment.Header.FirstRealtimeUs;
            tail.Scan(segment);
            return tail;
        }

        return new SegmentTail();
    }

    private void Scan(Segment segment)
    {
        long offset = SegmentFormat.HeaderBytes;
        long indexed = offset;
        while (segment.TryRead(ref offset, out long start))
        {
            IsSound &= start == EndBytes;
            EndBytes = offset;
            RecordView record = segment.Scanner.Current;
            NextSequence = Math.Max(NextSequence, record.Sequence + 1);
            LastRealtimeUs = Math.Max(LastRealtimeUs, record.RealtimeUs);
            if (start - indexed >= SegmentFormat.IndexDistanceBytes)
            {
                Index.Add(new IndexEntry(record.RealtimeUs, (uint)start));
                indexed = start;
            }
        }
    }
}
