namespace Ptracer.Engines.Ptrace;

/// <summary>Interrupts the tracer's wait at an interval, as long as somebody needs it.</summary>
internal sealed unsafe class Ticker
{
    /// <summary>Milliseconds between two ticks.</summary>
    public const int IntervalMs = 6;

    private readonly int* _ticks = Linux.Shim.ptracer_ticks();
    private int _seen;
    private int _users;

    /// <summary>One more needs ticks.</summary>
    public void Start()
    {
        if (++_users == 1)
        {
            Linux.Shim.ptracer_tick(IntervalMs);
        }
    }

    /// <summary>One of them needs no more.</summary>
    public void Stop()
    {
        if (--_users == 0)
        {
            Linux.Shim.ptracer_tick(0);
        }
    }

    /// <summary>Whether a tick has passed since the last time that this was asked.</summary>
    public bool HasTicked()
    {
        int now = Volatile.Read(ref *_ticks);
        bool ticked = now != _seen;
        _seen = now;
        return ticked;
    }
}
