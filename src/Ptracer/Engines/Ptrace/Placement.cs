using Ptracer.Linux;
using Ptracer.Syscalls;

namespace Ptracer.Engines.Ptrace;

/// <summary>
/// Keeps threads that stop often on the tracer's processor. A stop that crosses processors wakes a sleeping one twice,
/// and costs about eight times as much as one that does not.
/// </summary>
/// <remarks>
/// A program starts on the tracer's processor. After that it goes by the rate of a thread's stops: after
/// <see cref="Window"/> of them in less than <see cref="PinBelowUs"/> each on average, it is moved to the tracer's
/// processor; once a later window is slower than <see cref="KeepBelowUs"/>, or nothing was heard of it for a tick, it gets
/// its own mask back: a compiler that computes must not share one with the next. A mask that the guest sets is kept, and
/// what the guest reads is its own mask (<see cref="IAffinity"/>). The tracer stays where it is while it has anybody with
/// it.
/// </remarks>
internal sealed unsafe class Placement : IAffinity
{
    /// <summary>Stops after which a thread's rate is looked at.</summary>
    private const int Window = 16;

    /// <summary>
    /// Microseconds between stops below which a thread is moved. They include what a stop across processors costs, which
    /// is 100 here and more elsewhere.
    /// </summary>
    private const int PinBelowUs = 300;

    /// <summary>Microseconds between stops below which it stays: they no longer include that.</summary>
    private const int KeepBelowUs = 250;

    /// <summary>Microseconds for which a thread that was let go is left alone, or it would go to and fro.</summary>
    private const int HoldUs = 2_000;

    private const int MaskSizeBytes = 128;

    private readonly TraceeTable _tracees;
    private readonly byte[] _own = new byte[MaskSizeBytes];
    private readonly bool _hasChoice;
    private readonly Ticker _ticker;
    private int _pinned;
    private int _cpu = -1;
    private readonly int _maskSize;

    public Placement(TraceeTable tracees, Ticker ticker)
    {
        _tracees = tracees;
        _ticker = ticker;
        fixed (byte* mask = _own)
        {
            _maskSize = (int)Math.Max(0, Sched.sched_getaffinity(0, MaskSizeBytes, mask));
        }

        int cpus = 0;
        foreach (byte b in _own)
        {
            cpus += System.Numerics.BitOperations.PopCount(b);
        }

        _hasChoice = cpus > 1 && _maskSize > 0;
    }

    /// <summary>A thread's rate of stops, and the mask that is its own while it is pinned.</summary>
    internal struct State
    {
        public uint Stops;
        public uint SeenStops;
        public long WindowStart;
        public bool IsPinned;
        public long HoldUntil;
        public Mask OwnMask;
    }

    /// <summary>A set of processors, as sched_getaffinity(2) tells it.</summary>
    [System.Runtime.CompilerServices.InlineArray(MaskSizeBytes)]
    internal struct Mask
    {
        private byte _first;
    }

    /// <summary>Counts a stop.</summary>
    public void Stopped(Tracee tracee)
    {
        ref State state = ref tracee.Placement;
        if (++state.Stops % Window != 0 || !_hasChoice)
        {
            return;
        }

        long now = NowUs();
        long elapsed = now - state.WindowStart;
        state.WindowStart = now;
        if (!state.IsPinned)
        {
            if (elapsed < Window * PinBelowUs && now >= state.HoldUntil)
            {
                Pin(tracee);
            }
        }
        else if (elapsed >= Window * KeepBelowUs)
        {
            state.HoldUntil = now + HoldUs;
            Unpin(tracee);
        }
    }

    /// <summary>A new program: its ld.so stops a dozen times before anything else, so it is moved in advance.</summary>
    public void Executing(Tracee tracee)
    {
        ref State state = ref tracee.Placement;
        state.WindowStart = NowUs();
        if (_hasChoice && !state.IsPinned)
        {
            Pin(tracee);
        }
    }

    /// <summary>A child starts with the mask that its maker has at that moment.</summary>
    public void Born(Tracee child, Tracee parent)
    {
        child.Placement.WindowStart = NowUs();
        if (parent.Placement.IsPinned)
        {
            child.Placement.IsPinned = true;
            child.Placement.OwnMask = parent.Placement.OwnMask;
            Joined();
        }
    }

    public void Died(Tracee tracee)
    {
        if (tracee.Placement.IsPinned)
        {
            tracee.Placement.IsPinned = false;
            Left();
        }
    }

    /// <summary>Lets threads go that have not stopped for a while: they compute, and may use every processor.</summary>
    public void Sweep()
    {
        long now = NowUs();
        foreach (Tracee tracee in _tracees.All)
        {
            ref State state = ref tracee.Placement;
            if (state.IsPinned && state.Stops == state.SeenStops && now - state.WindowStart > Ticker.IntervalMs * 1000)
            {
                Unpin(tracee);
            }

            state.SeenStops = state.Stops;
        }
    }

    public int ShownMask(int tid, Span<byte> mask)
    {
        Tracee? tracee = _tracees.Find(tid);
        if (tracee is null || !tracee.Placement.IsPinned)
        {
            return 0;
        }

        ((ReadOnlySpan<byte>)tracee.Placement.OwnMask)[.._maskSize].CopyTo(mask);
        return _maskSize;
    }

    public void Release(int id)
    {
        const int ReleaseUs = 100_000;
        long until = NowUs() + ReleaseUs;
        foreach (Tracee tracee in _tracees.All)
        {
            if (tracee.Tid != id && tracee.Tgid != id)
            {
                continue;
            }

            tracee.Placement.HoldUntil = until;
            if (tracee.Placement.IsPinned)
            {
                Unpin(tracee);
            }
        }
    }

    private void Pin(Tracee tracee)
    {
        ref State state = ref tracee.Placement;
        byte* mask = stackalloc byte[MaskSizeBytes];
        fixed (byte* own = (Span<byte>)state.OwnMask)
        {
            if (Sched.sched_getaffinity(tracee.Tid, MaskSizeBytes, own) <= 0 || !Settle(own))
            {
                return;
            }
        }

        SetSingle(mask, _cpu);
        if (Sched.sched_setaffinity(tracee.Tid, MaskSizeBytes, mask) == 0)
        {
            state.IsPinned = true;
            Joined();
        }
    }

    /// <summary>
    /// The tracer chooses its processor when the first thread comes: the one it is on, or one that the thread may use.
    /// </summary>
    private bool Settle(byte* own)
    {
        if (_pinned == 0)
        {
            int here = Sched.getcpu();
            _cpu = IsAllowed(own, here) ? here : FirstCommon(own);
            byte* mask = stackalloc byte[MaskSizeBytes];
            if (_cpu < 0)
            {
                return false;
            }

            SetSingle(mask, _cpu);
            return Sched.sched_setaffinity(0, MaskSizeBytes, mask) == 0;
        }

        return IsAllowed(own, _cpu);
    }

    private int FirstCommon(byte* own)
    {
        for (int cpu = 0; cpu < MaskSizeBytes * 8; cpu++)
        {
            if (IsAllowed(own, cpu) && (_own[cpu / 8] & (1 << (cpu % 8))) != 0)
            {
                return cpu;
            }
        }

        return -1;
    }

    private static bool IsAllowed(byte* mask, int cpu) => (mask[cpu / 8] & (1 << (cpu % 8))) != 0;

    private void Unpin(Tracee tracee)
    {
        ref State state = ref tracee.Placement;
        state.IsPinned = false;
        fixed (byte* own = (Span<byte>)state.OwnMask)
        {
            Sched.sched_setaffinity(tracee.Tid, MaskSizeBytes, own);
        }

        Left();
    }

    private void Joined()
    {
        if (++_pinned == 1)
        {
            _ticker.Start();
        }
    }

    private void Left()
    {
        if (--_pinned == 0)
        {
            _ticker.Stop();
            fixed (byte* own = _own)
            {
                Sched.sched_setaffinity(0, MaskSizeBytes, own);
            }
        }
    }

    private static void SetSingle(byte* mask, int cpu)
    {
        new Span<byte>(mask, MaskSizeBytes).Clear();
        mask[cpu / 8] = (byte)(1 << (cpu % 8));
    }

    private static long NowUs() => System.Diagnostics.Stopwatch.GetTimestamp() / (System.Diagnostics.Stopwatch.Frequency / 1_000_000);
}
