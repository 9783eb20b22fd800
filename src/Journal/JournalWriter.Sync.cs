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
    private const int WaiterStackBytes = 128 << 10;

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

    /// <summary>What is to be synced: segments that are done with, the present one, and the directory when it has new names.</summary>
    private sealed record SyncWork(SegmentWriter[] Retired, SegmentWriter? Present, string? Directory)
    {
        public Errno Run()
        {
            Errno error = Errno.None;
            foreach (SegmentWriter segment in Retired)
            {
                error = First(error, segment.Sync());
                segment.Dispose();
            }

            error = First(error, Present?.Sync() ?? Errno.None);
            return First(error, Directory is null ? Errno.None : JournalFile.SyncDirectory(Directory));
        }

        private static Errno First(Errno first, Errno second) => first == Errno.None ? second : first;
    }

    private sealed class SyncThread : IDisposable
    {
        private readonly object _gate = new();
        private readonly Thread _thread;
        private SyncWork? _work;
        private Errno _error;
        private bool _isEnding;

        public SyncThread()
        {
            _thread = new Thread(Run, WaiterStackBytes) { IsBackground = true, Name = "journal-sync" };
            _thread.Start();
        }

        public bool IsIdle
        {
            get
            {
                lock (_gate)
                {
                    return _work is null;
                }
            }
        }

        public void Start(SyncWork work)
        {
            lock (_gate)
            {
                _work = work;
                Monitor.PulseAll(_gate);
            }
        }

        public Errno WaitIdle()
        {
            lock (_gate)
            {
                while (_work is not null)
                {
                    Monitor.Wait(_gate);
                }
            }

            return TakeError();
        }

        public Errno TakeError()
        {
            lock (_gate)
            {
                Errno error = _error;
                _error = Errno.None;
                return error;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _isEnding = true;
                Monitor.PulseAll(_gate);
            }

            _thread.Join();
        }

        private void Run()
        {
            while (Next() is { } work)
            {
                Errno error = work.Run();
                lock (_gate)
                {
                    _error = error == Errno.None ? _error : error;
                    _work = null;
                    Monitor.PulseAll(_gate);
                }
            }
        }

        private SyncWork? Next()
        {
            lock (_gate)
            {
                while (_work is null && !_isEnding)
                {
                    Monitor.Wait(_gate);
                }

                return _work;
            }
        }
    }
}
