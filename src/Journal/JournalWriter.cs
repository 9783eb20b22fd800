using Ptracer.Journal.Store;
using Ptracer.Linux;

namespace Ptracer.Journal;

/// <summary>
/// Writes the journal of one unit; for one thread. Append what was read, then Flush: one write(2). When
/// <see cref="SyncDueInMs"/> has passed, call <see cref="StartSync"/> (or <see cref="Sync"/>, which waits for the disk).
/// </summary>
/// <remarks>
/// A full or failing disk stops nobody: records are counted as dropped, and when one can be written again, a record
/// before it says how many were dropped, since when, and why.
/// </remarks>
internal sealed partial class JournalWriter : IJournalSink, IDisposable
{
    private const int MostBatchBytes = 256 << 10;

    private readonly string _guestDirectory;
    private readonly string _directory;
    private readonly JournalLimits _limits;
    private readonly JournalId _boot;
    private readonly RecordBatch _batch = new();
    private readonly int _batchBytes;
    private JournalFile? _lock;
    private SegmentWriter? _segment;
    private JournalId _stream;
    private ulong _nextSequence = 1;
    private long _lastRealtimeUs;
    private long _dropped;
    private long _droppedSinceUs;
    private bool _isNoticeInBatch;

    private JournalWriter(string guestDirectory, string unit, JournalId boot, JournalLimits limits)
    {
        _guestDirectory = guestDirectory;
        _directory = $"{guestDirectory}/{UnitDirectoryName.Escape(unit)}";
        _boot = boot;
        _limits = limits;
        _batchBytes = (int)Math.Clamp(limits.SegmentBytes / 4, 1, MostBatchBytes);
    }

    /// <summary>How many records were dropped since the writer was opened.</summary>
    public long DroppedRecords { get; private set; }

    /// <summary>Why the last write or sync failed; none when it did not.</summary>
    public Errno LastError { get; private set; }

    /// <summary>Opens the journal of a unit, and repairs what a crash has left. No file is made before the first record.</summary>
    /// <param name="journalDirectory">The guest's journal; made when it is not there.</param>
    /// <param name="unit">The unit's name.</param>
    /// <param name="boot">The id of the guest's present boot.</param>
    /// <param name="limits">Sizes.</param>
    /// <exception cref="PtracerException">Another process writes it, or it cannot be opened. A full disk is no reason.</exception>
    public static JournalWriter Open(string journalDirectory, string unit, JournalId boot, JournalLimits limits)
    {
        JournalWriter writer = new(journalDirectory, unit, boot, limits);
        Errno error = writer.Attach();
        if (error is not (Errno.None or Errno.ENOSPC or Errno.EDQUOT))
        {
            writer.Dispose();
            throw new PtracerException(error == Errno.EAGAIN
                ? $"{writer._directory}: another process writes this journal; stop it first"
                : $"{writer._directory}: the journal cannot be opened ({error}); check its permissions");
        }

        return writer;
    }

    /// <inheritdoc/>
    public void Append(in JournalRecord record)
    {
        if (_dropped > 0 && _batch.Count == 0)
        {
            AddNotice();
        }

        ReadOnlySpan<byte> message = record.Message;
        do
        {
            ReadOnlySpan<byte> part = message[..Math.Min(message.Length, _limits.MessageBytes)];
            message = message[part.Length..];
            _batch.Add(record, part, Stamp(record.RealtimeUs));
            if (_batch.SizeBytes >= _batchBytes)
            {
                Flush();
            }
        }
        while (!message.IsEmpty);
    }

    /// <summary>Writes what was appended.</summary>
    public void Flush()
    {
        if (_batch.Count == 0)
        {
            return;
        }

        Errno error = Prepare();
        int written = 0;
        if (error == Errno.None)
        {
            written = _segment!.Write(_batch, out error);
        }

        Account(written, error);
        _batch.Clear();
        _isNoticeInBatch = false;
        LastError = error == Errno.None ? TakeSyncError() : error;
    }

    /// <summary>Ends the present segment: what comes next goes into a new one.</summary>
    public void Rotate()
    {
        Flush();
        if (_segment is not null && _segment.SizeBytes > SegmentFormat.HeaderBytes)
        {
            SegmentHeader header = new(_stream, _boot, _nextSequence, Math.Max(_lastRealtimeUs, JournalClock.RealtimeUs()));
            LastError = StartSegment(header);
        }
    }

    /// <summary>Writes what is left, waits until it is on disk, and lets others write the journal.</summary>
    public void Dispose()
    {
        Flush();
        Sync();
        EndSyncs();
        _segment?.Dispose();
        _segment = null;
        _lock?.Unlock();
        _lock?.Dispose();
        _lock = null;
    }

    private RecordStamp Stamp(long realtimeUs)
    {
        _lastRealtimeUs = Math.Max(_lastRealtimeUs, realtimeUs > 0 ? realtimeUs : JournalClock.RealtimeUs());
        return new RecordStamp(_nextSequence++, _lastRealtimeUs, JournalClock.MonotonicUs());
    }

    private void AddNotice()
    {
        DropNotice notice = new(_dropped, _droppedSinceUs, LastError);
        _batch.Add(notice.Record, notice.Record.Message, Stamp(0));
        _isNoticeInBatch = true;
    }

    // What has to be there before the batch can be written.
    private Errno Prepare()
    {
        if (_lock is null && Attach() is not Errno.None and Errno failed)
        {
            return failed;
        }

        bool isFull = _segment is not null && _segment.SizeBytes > SegmentFormat.HeaderBytes
            && (_segment.SizeBytes + _batch.SizeBytes > _limits.SegmentBytes || IsRotationWanted());
        if (_segment is not null && !isFull)
        {
            return Errno.None;
        }

        Errno error = StartSegment(new SegmentHeader(_stream, _boot, _batch.FirstSequence, _batch.FirstRealtimeUs));
        // Better a segment too large than a record less.
        return _segment is null ? error : Errno.None;
    }

    private void Account(int written, Errno error)
    {
        int lost = _batch.Count - written;
        if (written > 0)
        {
            MarkDirty();
            if (_isNoticeInBatch)
            {
                _dropped = 0;
            }
        }
        else if (_isNoticeInBatch)
        {
            lost--;
        }

        if (error == Errno.None || lost == 0)
        {
            return;
        }

        if (_dropped == 0)
        {
            _droppedSinceUs = _lastRealtimeUs;
        }

        _dropped += lost;
        DroppedRecords += lost;
    }
}
