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

    /// <summary>Reads the record at an offset, or, when something there is damaged, the first indexed one behind it.</summary>
    /// <param name="offset">Where; moved behind the record.</param>
    /// <param name="start">Where the record that was read starts.</param>
    /// <returns>False: nothing valid follows (now).</returns>
    public bool TryRead(ref long offset, out long start)
    {
        start = offset;
        if (Scanner.TryRead(ref offset))
        {
            return true;
        }

        if (offset >= SizeBytes || NextValid(offset) is not (>= 0 and long valid))
        {
            return false;
        }

        // An index entry is written when the records before it are whole: so a second look tells damage from a record
        // that was being written at the first.
        if (Scanner.TryRead(ref offset))
        {
            return true;
        }

        start = valid;
        offset = valid;
        return Scanner.TryRead(ref offset);
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
        while (TryRead(ref offset, out long start))
        {
            if (start - indexed >= SegmentFormat.IndexDistanceBytes)
            {
                entries.Add(new IndexEntry(Scanner.Current.RealtimeUs, (uint)start));
                indexed = start;
            }
        }

        return entries;
    }

    // The first record behind an offset that the index knows and that is valid; -1: none.
    private long NextValid(long offset)
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
}
