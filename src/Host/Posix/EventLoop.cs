using Ptracer.Linux;

namespace Ptracer.Host.Posix;

/// <summary>
/// One thread that waits for descriptors and times, and calls whoever asked: poll(2) and a list of timers. Everything of
/// a keeper happens on it, so nothing of a keeper needs a lock.
/// </summary>
internal sealed unsafe class EventLoop : IDisposable
{
    private const short POLLIN = 1;
    private const int MillisecondsAtMost = 3_600_000;

    private readonly Dictionary<int, Action> _readers = [];
    private readonly PriorityQueue<Timer, long> _timers = new();
    private readonly Descriptor _wakeRead;
    private readonly Descriptor _wakeWrite;
    private readonly Queue<Action> _posted = new();
    private readonly Func<Exception, bool>? _survives;
    private bool _stopped;

    /// <summary>Makes a loop; nothing happens before <see cref="Run"/>.</summary>
    /// <param name="survives">
    /// Hears of what a call has thrown, and says whether the loop goes on: one call that fails need not end all others.
    /// Null: it ends the loop.
    /// </param>
    public EventLoop(Func<Exception, bool>? survives = null)
    {
        _survives = survives;
        (_wakeRead, _wakeWrite) = Files.Pipe();
        Watch(_wakeRead, TakePosted);
    }

    /// <summary>Milliseconds of a clock that only goes forward.</summary>
    public static long NowMs => Environment.TickCount64;

    /// <summary>Has something called whenever a descriptor can be read, or is at its end.</summary>
    public void Watch(Descriptor file, Action readable) => _readers[file.Number] = readable;

    /// <summary>Watches it no longer. To be called before it is closed.</summary>
    public void Forget(Descriptor file) => _readers.Remove(file.Number);

    /// <summary>Has something called once, so many milliseconds from now.</summary>
    public Timer After(long delayMs, Action due)
    {
        Timer timer = new(due);
        _timers.Enqueue(timer, NowMs + Math.Max(0, delayMs));
        return timer;
    }

    /// <summary>Has something called on the loop, from any thread.</summary>
    public void Post(Action action)
    {
        lock (_posted)
        {
            _posted.Enqueue(action);
        }

        Files.Write(_wakeWrite, [1]);
    }

    /// <summary>Ends <see cref="Run"/> after what is being done.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Waits and calls until stopped.</summary>
    public void Run()
    {
        PollItem[] items = [];
        while (!_stopped)
        {
            Array.Resize(ref items, _readers.Count);
            int count = 0;
            foreach (int file in _readers.Keys)
            {
                items[count++] = new PollItem { File = file, Events = POLLIN };
            }

            fixed (PollItem* start = items)
            {
                Raw.Blocking(Sysno.poll, (long)start, count, WaitMs());
            }

            RunTimers();
            foreach (PollItem item in items)
            {
                if (item.Happened != 0 && !_stopped && _readers.TryGetValue(item.File, out Action? readable))
                {
                    Call(readable);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wakeRead.Dispose();
        _wakeWrite.Dispose();
    }

    private void Call(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (_survives?.Invoke(failure) == true)
        {
            // It has been told; what else waits goes on.
        }
    }

    private int WaitMs()
    {
        while (_timers.TryPeek(out Timer? timer, out long due))
        {
            if (!timer.IsCancelled)
            {
                return (int)Math.Clamp(due - NowMs, 0, MillisecondsAtMost);
            }

            _timers.Dequeue();
        }

        return -1;
    }

    private void RunTimers()
    {
        while (!_stopped && _timers.TryPeek(out Timer? timer, out long due) && (timer.IsCancelled || due <= NowMs))
        {
            _timers.Dequeue();
            Call(timer.Fire);
        }
    }

    private void TakePosted()
    {
        Span<byte> buffer = stackalloc byte[256];
        Files.Read(_wakeRead, buffer);
        while (true)
        {
            Action action;
            lock (_posted)
            {
                if (_posted.Count == 0)
                {
                    return;
                }

                action = _posted.Dequeue();
            }

            Call(action);
        }
    }

    /// <summary>Something to be called once.</summary>
    internal sealed class Timer(Action due)
    {
        private Action? _due = due;

        /// <summary>Whether it has been cancelled, or called.</summary>
        public bool IsCancelled => _due is null;

        /// <summary>Has it not called.</summary>
        public void Cancel() => _due = null;

        /// <summary>Calls it, unless it was cancelled.</summary>
        public void Fire()
        {
            Action? due = _due;
            _due = null;
            due?.Invoke();
        }
    }

    private struct PollItem
    {
        public int File;
        public short Events;
        public short Happened;
    }
}
