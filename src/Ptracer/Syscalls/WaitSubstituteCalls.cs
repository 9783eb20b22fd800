using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>Forbidden calls that wait, or tell the time, by allowed ones.</summary>
internal static class WaitSubstituteCalls
{
    private const ulong SignalSetBytes = 8;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long MillisecondsPerSecond = 1000;
    private const long MicrosecondsPerSecond = 1_000_000;

    private static readonly ExitHalf s_tellTimeLeft = TellTimeLeft;
    private static readonly ExitHalf s_tellSecondsLeft = TellSecondsLeft;

    /// <summary>poll(2): fds, count, milliseconds; negative is for ever.</summary>
    public static Verdict Poll(SyscallContext context, SyscallRow row, IGuest guest)
    {
        long milliseconds = guest.Call.Int(2);
        ReadOnlySpan<long> time =
            [milliseconds / MillisecondsPerSecond, milliseconds % MillisecondsPerSecond * MicrosecondsPerSecond];
        guest.SetArgument(2, milliseconds < 0 ? 0 : guest.Stage(MemoryMarshal.AsBytes(time)).Address);
        guest.SetArgument(3, 0);
        guest.SetArgument(4, SignalSetBytes);
        guest.SetNumber(Sysno.ppoll);
        return Verdict.Run;
    }

    /// <summary>select(2): its struct timeval holds the time left afterwards, as pselect6's timespec does.</summary>
    public static Verdict Select(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetArgument(5, 0);
        guest.SetNumber(Sysno.pselect6);
        if (guest.Call[4] == 0)
        {
            return Verdict.Run;
        }

        Span<long> time = stackalloc long[2];
        if (!guest.TryRead(guest.Call.Pointer(4), MemoryMarshal.AsBytes(time)))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        time[0] += time[1] / MicrosecondsPerSecond;
        time[1] = time[1] % MicrosecondsPerSecond * 1000;
        guest.SetArgument(4, guest.Stage(MemoryMarshal.AsBytes(time)).Address);
        return Verdict.RunThenExit(s_tellTimeLeft);
    }

    /// <summary>alarm(2) by setitimer(ITIMER_REAL): seconds.</summary>
    public static Verdict Alarm(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Span<long> timer = [0, 0, Math.Min((uint)guest.Call[0], int.MaxValue), 0];
        guest.SetArgument(0, 0);
        guest.SetArgument(1, guest.Stage(MemoryMarshal.AsBytes(timer)).Address);
        guest.SetArgument(2, guest.Stage(MemoryMarshal.AsBytes(timer)).Address);
        guest.SetNumber(Sysno.setitimer);
        return Verdict.RunThenExit(s_tellSecondsLeft);
    }

    /// <summary>time(2).</summary>
    public static Verdict Time(SyscallContext context, SyscallRow row, IGuest guest)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return guest.Call[0] == 0 || GuestWords.TryWrite(guest, guest.Call.Pointer(0), [(ulong)now])
            ? Verdict.Return(now)
            : Verdict.Fail(Errno.EFAULT);
    }

    /// <summary>epoll_create(2): a size that must be positive.</summary>
    public static Verdict EpollCreate(SyscallContext context, SyscallRow row, IGuest guest)
    {
        if (guest.Call.Int(0) <= 0)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        guest.SetArgument(0, 0);
        guest.SetNumber(Sysno.epoll_create1);
        return Verdict.Run;
    }

    /// <summary>epoll_pwait2(2): a struct timespec, which is rounded up to milliseconds.</summary>
    public static Verdict EpollPwait2(SyscallContext context, SyscallRow row, IGuest guest)
    {
        long milliseconds = -1;
        if (guest.Call[3] != 0)
        {
            const long NanosecondsPerMillisecond = NanosecondsPerSecond / MillisecondsPerSecond;
            Span<long> time = stackalloc long[2];
            if (!guest.TryRead(guest.Call.Pointer(3), MemoryMarshal.AsBytes(time)))
            {
                return Verdict.Fail(Errno.EFAULT);
            }

            time[1] = guest.Call.Abi == Abi.I386 ? (uint)time[1] : time[1]; // get_timespec64, kernel/time/time.c
            if (time[0] < 0 || time[1] is < 0 or >= NanosecondsPerSecond)
            {
                return Verdict.Fail(Errno.EINVAL);
            }

            long rest = (time[1] + NanosecondsPerMillisecond - 1) / NanosecondsPerMillisecond;
            milliseconds = Math.Min((Math.Min(time[0], int.MaxValue) * MillisecondsPerSecond) + rest, int.MaxValue);
        }

        guest.SetArgument(3, (ulong)milliseconds);
        guest.SetNumber(Sysno.epoll_pwait);
        return Verdict.Run;
    }

    private static long TellTimeLeft(SyscallContext context, IGuest guest, long result)
    {
        Span<long> time = stackalloc long[2];
        if (guest.TryRead(new GuestPtr(guest.Argument(4)), MemoryMarshal.AsBytes(time)))
        {
            time[1] /= 1000;
            guest.TryWrite(guest.Call.Pointer(4), MemoryMarshal.AsBytes(time)); // read-only memory is no error here
        }

        return result;
    }

    /// <summary>Rounded as by alarm_setitimer(), kernel/time/itimer.c: never to 0 while time is left.</summary>
    private static long TellSecondsLeft(SyscallContext context, IGuest guest, long result)
    {
        Span<long> timer = stackalloc long[4];
        if (result < 0 || !guest.TryRead(new GuestPtr(guest.Argument(2)), MemoryMarshal.AsBytes(timer)))
        {
            return result;
        }

        long seconds = timer[2], microseconds = timer[3];
        return seconds + ((seconds == 0 && microseconds > 0) || microseconds >= MicrosecondsPerSecond / 2 ? 1 : 0);
    }
}
