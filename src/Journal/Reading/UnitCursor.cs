using Ptracer.Journal.Store;
using Ptracer.Linux;

namespace Ptracer.Journal.Reading;

/// <summary>
/// A place in the records of one unit, moved forward (with an end that more may follow) or backward. One segment is
/// open at a time.
/// </summary>
internal sealed class UnitCursor(string directory) : IDisposable
{
    private List<ulong> _segments = SegmentFormat.Segments(directory);
    private Segment? _segment;
    private long _offset;
    private Stack<long>? _block;
    private int _blockNumber;

    /// <summary>The unit.</summary>
    public string Unit { get; } = UnitDirectoryName.Unescape(Path.GetFileName(directory));

    /// <summary>Its directory.</summary>
    public string Directory => directory;

    /// <summary>The header of the segment that the record is in.</summary>
    public SegmentHeader Header => _segment?.Header ?? default;

    /// <summary>The record that the last move came to.</summary>
    public RecordView Current => _segment!.Scanner.Current;

    /// <summary>Its place.</summary>
    public JournalKey Key => new(Current.RealtimeUs, Header.Stream, Current.Sequence);

    /// <summary>A copy of it.</summary>
    public JournalEntry Entry => new(Unit, Header, Current);

    /// <summary>Sets the cursor before the first record that is not older than a time.</summary>
    public void SeekTime(long realtimeUs)
    {
        Close();
        int low = 0;
        int high = _segments.Count;
        while (low < high)
        {
            // The first segment that starts at the time or later; one that is gone or has no header counts as earlier.
            int middle = (low + high) / 2;
            using Segment? segment = Segment.Open(directory, _segments[middle], out _);
            if (segment is not { HasHeader: true } || segment.Header.FirstRealtimeUs < realtimeUs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        if (!Enter(Math.Max(0, low - 1)))
        {
            return;
        }

        ulong first = _segment!.Name;
        _offset = SegmentIndex.OffsetBefore(_segment.Index, realtimeUs);
        long before = _offset;
        while (MoveNext() && Current.RealtimeUs < realtimeUs)
        {
            before = _offset;
        }

        // Back before the record that was found; when that is in a later segment, it is the first there.
        _offset = _segment is null || _segment.Name == first ? before : SegmentFormat.HeaderBytes;
    }

    /// <summary>Sets the cursor behind the last record.</summary>
    public void SeekEnd()
    {
        Close();
        EnterLast(_segments.Count - 1);
    }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False: there is none yet.</returns>
    public bool MoveNext()
    {
        bool isFresh = false;
        while (true)
        {
            // Asked before reading: once there is a next segment, nothing more comes into this one.
            int next = _segment is null ? 0 : Place(_segment.Name) + 1;
            if (_segment is not null && _segment.TryRead(ref _offset, out _))
            {
                return true;
            }

            if (next < _segments.Count && Enter(next))
            {
                isFresh = false;
            }
            else if (isFresh)
            {
                return false;
            }
            else
            {
                _segments = SegmentFormat.Segments(directory);
                isFresh = true;
            }
        }
    }

    /// <summary>Goes to the record before.</summary>
    /// <returns>False: there is none.</returns>
    public bool MovePrevious()
    {
        while (_segment is not null)
        {
            while (_block is { Count: > 0 } block)
            {
                long offset = block.Pop();
                if (_segment.Scanner.TryRead(ref offset))
                {
                    return true;
                }
            }

            if (_blockNumber > 0)
            {
                LoadBlock(--_blockNumber, long.MaxValue);
            }
            else
            {
                EnterLast(Place(_segment.Name) - 1);
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Close()
    {
        _segment?.Dispose();
        _segment = null;
        _block = null;
    }

    // The place of a segment in the list, or of the one before where it would be.
    private int Place(ulong name)
    {
        int place = _segments.BinarySearch(name);
        return place >= 0 ? place : ~place - 1;
    }

    // Opens a segment, or the first one behind it that is still there.
    private bool Enter(int place)
    {
        for (; place < _segments.Count; place++)
        {
            Segment? segment = Segment.Open(directory, _segments[place], out Errno error);
            if (segment is null && error != Errno.ENOENT)
            {
                throw Unreadable(place, error);
            }

            if (segment is not null)
            {
                if (!segment.HasHeader && place == _segments.Count - 1)
                {
                    // Its header is still being written.
                    segment.Dispose();
                    return false;
                }

                Close();
                _segment = segment;
                _offset = SegmentFormat.HeaderBytes;
                return true;
            }
        }

        return false;
    }

    private void EnterLast(int place)
    {
        Close();
        for (; place >= 0 && _segment is null; place--)
        {
            _segment = Segment.Open(directory, _segments[place], out Errno error);
            if (_segment is null && error != Errno.ENOENT)
            {
                throw Unreadable(place, error);
            }
        }

        if (_segment is not null)
        {
            _blockNumber = _segment.Index.Count;
            LoadBlock(_blockNumber, _segment.SizeBytes);
        }
    }

    // Where the records between two entries of the index start.
    private void LoadBlock(int number, long endBytes)
    {
        List<IndexEntry> index = _segment!.Index;
        long offset = number == 0 ? SegmentFormat.HeaderBytes : index[number - 1].Offset;
        long end = number < index.Count ? index[number].Offset : endBytes;
        _block = new Stack<long>();
        while (offset < end)
        {
            if (!_segment.TryRead(ref offset, out long start) || start >= end)
            {
                break;
            }

            _block.Push(start);
        }

        _offset = offset;
    }

    private PtracerException Unreadable(int place, Errno error) => new(
        $"{SegmentFormat.SegmentPath(directory, _segments[place])}: cannot be read ({error}); check its permissions");
}
