using System.Diagnostics;
using Ptracer.Journal.Store;
using Ptracer.Linux;

namespace Ptracer.Journal;

/// <content>
/// Getting to disk what was written. A disk may take a second for it, in which a service's pipe would fill: so there is
/// a thread that waits for the disk, made when it is first needed, asleep otherwise.
/// </content>
internal sealed partial class JournalWriter
{
    private readonly List<SegmentWriter> _retired = [];
    private bool _isDirty;
    private bool _isDirectoryDirty;
    private long _dirtySinceMs;
    private SyncThread? _thread;

    /// <summary>
    /// In how many ms it is time for <see cref="StartSync"/>, as poll(2) takes it: -1 when all is on disk.
    /// </summary>
    public int SyncDueInMs => _isDirty ? (int)Math.Max(0, _dirtySinceMs + _limits.SyncDelayMs - NowMs()) : -1;

    /// <summary>Waits until everything that was flushed is on disk.</summary>
    public void Sync()
    {
        if (_thread?.WaitIdle() is { } before and not Errno.None)
        {
            LastError = before;
        }

        if (!_isDirty)
        {
            return;
        }

        Errno error = TakeSync().Run();
        LastError = error == Errno.None ? LastError : error;
    }

    /// <summary>Has a thread wait until everything that was flushed is on disk, and returns at once.</summary>
    public void StartSync()
    {
        if (!_isDirty)
        {
            return;
        }

        _thread ??= new SyncThread();
        if (!_thread.IsIdle)
        {
            // The disk is slow; what came meanwhile is the next sync's.
            _dirtySinceMs = NowMs();
            return;
        }

        _thread.Start(TakeSync());
    }

    private static long NowMs() => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000);

    private void MarkDirty()
    {
        if (!_isDirty)
        {
            _isDirty = true;
            _dirtySinceMs = NowMs();
        }
    }

    private void Retire(SegmentWriter? segment)
    {
        if (segment is not null)
        {
            _retired.Add(segment);
        }

        _isDirectoryDirty = true;
        MarkDirty();
    }

    private SyncWork TakeSync()
    {
        SyncWork work = new([.. _retired], _segment, _isDirectoryDirty ? _directory : null);
        _retired.Clear();
        _isDirty = false;
        _isDirectoryDirty = false;
        return work;
    }

    private Errno TakeSyncError() => _thread?.TakeError() ?? Errno.None;

    private void EndSyncs()
    {
        _thread?.Dispose();
        _thread = null;
    }
}
