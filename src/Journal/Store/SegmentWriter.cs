using Ptracer.Linux;

namespace Ptracer.Journal.Store;

/// <summary>The segment of a unit that is being written, with its index.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly JournalFile _file;
    private readonly JournalFile? _index;
    private readonly List<IndexEntry> _entries = [];
    private long _indexed;

    private SegmentWriter(JournalFile file, string indexPath, SegmentHeader header, long sizeBytes)
    {
        _file = file;
        // Without an index readers make their own.
        _index = JournalFile.OpenToAppend(indexPath, out _);
        Header = header;
        SizeBytes = sizeBytes;
        _indexed = SegmentFormat.HeaderBytes;
    }

    /// <summary>What its header says.</summary>
    public SegmentHeader Header { get; }

    /// <summary>Its size, bytes.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Makes a segment.</summary>
    public static SegmentWriter? Create(string directory, in SegmentHeader header, out Errno error)
    {
        string path = SegmentFormat.SegmentPath(directory, header.FirstSequence);
        if (JournalFile.SizeOf(path) is >= 0 and <= SegmentFormat.HeaderBytes)
        {
            // Of a writer that died before its first record was there.
            JournalFile.Remove(path);
        }

        JournalFile? file = JournalFile.Create(path, out error);
        if (file is null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[SegmentFormat.HeaderBytes];
        SegmentFormat.WriteHeader(bytes, header);
        file.Append(bytes, out error);
        if (error != Errno.None)
        {
            file.Dispose();
            JournalFile.Remove(path);
            return null;
        }

        JournalFile.Remove(SegmentFormat.IndexPath(directory, header.FirstSequence));
        return new SegmentWriter(
            file, SegmentFormat.IndexPath(directory, header.FirstSequence), header, SegmentFormat.HeaderBytes);
    }

    /// <summary>Opens a segment to write on where its valid records end; what is behind them is cut.</summary>
    public static SegmentWriter? Continue(string directory, SegmentTail tail, out Errno error)
    {
        JournalFile? file = JournalFile.OpenToAppend(SegmentFormat.SegmentPath(directory, tail.Name), out error);
        if (file is null)
        {
            return null;
        }

        // The index first: it must never speak of records that are no more.
        string indexPath = SegmentFormat.IndexPath(directory, tail.Name);
        SegmentWriter writer = new(file, indexPath, tail.Header, tail.EndBytes);
        writer.RewriteIndex(SegmentIndex.Read(indexPath), tail.Index);
        error = tail.EndBytes < file.SizeBytes ? file.Truncate(tail.EndBytes) : Errno.None;
        if (error == Errno.None)
        {
            return writer;
        }

        writer.Dispose();
        return null;
    }

    /// <summary>Writes a batch at the end; how many records are now whole in the file.</summary>
    public int Write(RecordBatch batch, out Errno error)
    {
        int written = _file.Append(batch.Bytes, out error);
        if (error == Errno.None)
        {
            if (SizeBytes + batch.SizeBytes - _indexed >= SegmentFormat.IndexDistanceBytes)
            {
                batch.Index(_entries, SizeBytes, ref _indexed);
                WriteIndex();
            }

            SizeBytes += batch.SizeBytes;
            return batch.Count;
        }

        (int whole, int records) = batch.WholeWithin(written);
        SizeBytes += whole;
        if (written > whole && _file.Truncate(SizeBytes) is not Errno.None and Errno cut)
        {
            error = cut;
        }

        return records;
    }

    /// <summary>Waits until what was written is on disk.</summary>
    public Errno Sync() => _file.SyncData();

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _index?.Dispose();
    }

    private void RewriteIndex(List<IndexEntry> present, List<IndexEntry> right)
    {
        _indexed = right.Count > 0 ? right[^1].Offset : SegmentFormat.HeaderBytes;
        if (_index is null || (present.SequenceEqual(right) && _index.SizeBytes == right.Count * SegmentFormat.IndexEntryBytes))
        {
            return;
        }

        _index.Truncate(0);
        _entries.AddRange(right);
        WriteIndex();
    }

    private void WriteIndex()
    {
        byte[] bytes = new byte[_entries.Count * SegmentFormat.IndexEntryBytes];
        for (int index = 0; index < _entries.Count; index++)
        {
            SegmentIndex.Write(bytes.AsSpan(index * SegmentFormat.IndexEntryBytes), _entries[index]);
        }

        _entries.Clear();
        // A part of an entry would put all that follow out of step, so it is cut; readers make up for what is missing.
        if (_index is not null && _index.Append(bytes, out Errno error) is int written && error != Errno.None)
        {
            long whole = _index.SizeBytes - (written % SegmentFormat.IndexEntryBytes);
            _index.Truncate(whole);
        }
    }
}
