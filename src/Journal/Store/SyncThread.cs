using Ptracer.Linux;

namespace Ptracer.Journal.Store;

/// <summary>A thread that waits for the disk in another's stead.</summary>
internal sealed class SyncThread : IDisposable
{
    private const int StackBytes = 128 << 10;

    private readonly object _gate = new();
    private readonly Thread _thread;
    private SyncWork? _work;
    private Errno _error;
    private bool _isEnding;

    /// <summary>Starts the thread, which sleeps until there is work.</summary>
    public SyncThread()
    {
        _thread = new Thread(Run, StackBytes) { IsBackground = true, Name = "journal-sync" };
        _thread.Start();
    }

    /// <summary>Whether it has nothing to do.</summary>
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

    /// <summary>Gives it work; it must be idle.</summary>
    public void Start(SyncWork work)
    {
        lock (_gate)
        {
            _work = work;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until it has nothing to do; the last error.</summary>
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

    /// <summary>The last error, once.</summary>
    public Errno TakeError()
    {
        lock (_gate)
        {
            Errno error = _error;
            _error = Errno.None;
            return error;
        }
    }

    /// <inheritdoc/>
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
