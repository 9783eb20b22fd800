using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>Calls that wait for what another call of the session will do.</summary>
internal static class SleepCalls
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const ulong SignalSetBytes = 8;

    /// <summary>
    /// Has the thread sleep in ppoll(2) without descriptors, which signals interrupt as they do any wait, and which leaves
    /// the time that is left where it has found the limit, so that the kernel can go on with it.
    /// </summary>
    /// <param name="context">The session's.</param>
    /// <param name="guest">The thread.</param>
    /// <param name="sleep">What it waits for.</param>
    /// <param name="limit">How long at most; null: for ever.</param>
    public static Verdict Begin(SyscallContext context, IGuest guest, Sleep sleep, TimeLimit? limit)
    {
        context.Place.Sleeps!.Begin(guest, sleep);
        guest.SetArgument(0, 0);
        guest.SetArgument(1, 0);
        guest.SetArgument(2, limit is { } time ? guest.Stage(MemoryMarshal.AsBytes(new ReadOnlySpan<TimeLimit>(in time))).Address : 0);
        guest.SetArgument(3, 0);
        guest.SetArgument(4, SignalSetBytes);
        guest.SetNumber(Sysno.ppoll);
        return Verdict.Sleep;
    }

    /// <summary>Reads a struct timespec that may be missing. Errors: EFAULT, EINVAL.</summary>
    public static Errno ReadLimit(IGuest guest, GuestPtr address, out TimeLimit? limit)
    {
        limit = null;
        if (address.IsNull)
        {
            return Errno.None;
        }

        Span<long> time = stackalloc long[2];
        bool isRead = HasWideTime(guest.Call)
            ? guest.TryRead(address, MemoryMarshal.AsBytes(time))
            : GuestWords.TryReadLongs(guest, address, time);
        if (!isRead)
        {
            return Errno.EFAULT;
        }

        TimeLimit given = new(time[0], guest.Call.Abi == Abi.I386 ? (int)time[1] : time[1]); // as get_timespec64 has it
        limit = given;
        return given.Seconds < 0 || given.Nanoseconds is < 0 or >= NanosecondsPerSecond ? Errno.EINVAL : Errno.None;
    }

    /// <summary>Whether times have 8 bytes in a call of i386: those that came with Linux 5.1.</summary>
    private static bool HasWideTime(in SyscallCall call) => call.Abi == Abi.I386 && call.OwnNumber is
        SysnoI386.mq_timedsend_time64 or SysnoI386.mq_timedreceive_time64 or SysnoI386.semtimedop_time64;

    /// <summary>How long it is until a time of CLOCK_REALTIME; nothing if it is over.</summary>
    public static TimeLimit Until(TimeLimit time)
    {
        long ticks = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks;
        long seconds = time.Seconds - (ticks / TimeSpan.TicksPerSecond);
        long nanoseconds = time.Nanoseconds - (ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
        (seconds, nanoseconds) = nanoseconds < 0 ? (seconds - 1, nanoseconds + NanosecondsPerSecond) : (seconds, nanoseconds);
        return seconds < 0 ? default : new TimeLimit(seconds, nanoseconds);
    }
}

/// <summary>struct timespec.</summary>
internal readonly record struct TimeLimit(long Seconds, long Nanoseconds);
