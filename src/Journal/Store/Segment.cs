using Ptracer.Linux;

namespace Ptracer.Journal.Store;

/// <summary>A segment open to be read.</summary>
internal sealed class Segment : IDisposable
{
    private readonly string _indexPath;
    private readonly JournalFile _file;
    private List<IndexEntry>? _index;

    private Segment(string directory, ulong first, JournalFile file)
    {
        _file = file;
        _indexPath = SegmentFormat.IndexPath(directory, first);
        Scanner = new RecordScanner(file);
        Name = first;
        Span<byte> bytes = stackalloc byte[SegmentFormat.HeaderBytes];
        HasHeader = SegmentFormat.TryReadHeader(bytes[..file.ReadAt(bytes, 0)], out SegmentHeader header);
        Header = header;
    }

    /// <summary>The number in its name.</summary>
    public ulong Name { get; }

    /// <summary>Whether it has a valid header (yet).</summary>
    public bool HasHeader { get; }

    /// <summary>Its header; zeros without one.</summary>
    public SegmentHeader Header { get; }

    /// <summary>Reads its records.</summary>
    public RecordScanner Scanner { get; }

    /// <summary>Its size now, bytes.</summary>
    public long SizeBytes => _file.SizeBytes;

    /// <summary>Its index: from the file, or made by reading the segment when that is missing or does not fit.</summary>
    public List<IndexEntry> Index => _index ??= LoadIndex();

    /// <summary>Opens a segment; null when it is not there (any more) or may not be read.</summary>
    public static Segment? Open(string directory, ulong first, out Errno error) =>
        JournalFile.OpenToRead(SegmentFormat.SegmentPath(directory, first), out error) is { } file
            ? new Segment(directory, first, file)
            : null;

    /// <summary>
    /// Where to go on behind damage: the first indexed record behind an offset that is valid; -1: none.
    /// </summary>
    public long NextValid(long offset)
    {
        foreach (IndexEntry entry in SegmentIndex.Read(_indexPath))
        {
            long at = entry.Offset;
            if (at > offset && Scanner.TryRead(ref at))
            {
                return entry.Offset;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private List<IndexEntry> LoadIndex()
    {
        List<IndexEntry> entries = SegmentIndex.Read(_indexPath);
        long last = entries.Count > 0 ? entries[^1].Offset : SegmentFormat.HeaderBytes;
        if (Fits(entries) && SizeBytes - last <= 2 * SegmentFormat.IndexDistanceBytes)
        {
            return entries;
        }

        return Rebuild();
    }

    // The first and the last entry are looked up: an index of other contents does not pass.
    private bool Fits(List<IndexEntry> entries)
    {
        foreach (IndexEntry entry in entries.Count == 0 ? [] : (ReadOnlySpan<IndexEntry>)[entries[0], entries[^1]])
        {
            long at = entry.Offset;
            if (!Scanner.TryRead(ref at) || Scanner.Current.RealtimeUs != entry.RealtimeUs)
            {
                return false;
            }
        }

        return true;
    }

    private List<IndexEntry> Rebuild()
    {
        List<IndexEntry> entries = [];
        long offset = SegmentFormat.HeaderBytes;
        long indexed = offset;
        while (true)
        {
            long start = offset;
            if (!Scanner.TryRead(ref offset))
            {
                start = NextValid(offset);
                if (start < 0)
                {
                    return entries;
                }

                offset = start;
                indexed = 0;
                continue;
            }

            if (start - indexed >= SegmentFormat.IndexDistanceBytes)
            {
                entries.Add(new IndexEntry(Scanner.Current.RealtimeUs, (uint)start));
                indexed = start;
            }
        }
    }
}
