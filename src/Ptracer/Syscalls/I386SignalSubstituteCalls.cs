using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>
/// Forbidden calls of i386 about signals, from before there were more than 32 (kernel/signal.c), and old select(2): by
/// those that are allowed.
/// </summary>
internal static class I386SignalSubstituteCalls
{
    private const ulong SetBytes = 8;
    private const int ActionBytes = 20; // struct sigaction of i386
    private const int SIG_SETMASK = 2;

    private static readonly ExitHalf s_tellHandler = TellHandler;
    private static readonly ExitHalf s_tellOldMask = TellOldMask;
    private static readonly ExitHalf s_returnOldMask = ReturnOldMask;
    private static readonly ExitHalf s_tellPending = TellPending;

    /// <summary>select: a pointer to the five arguments that the later one has.</summary>
    public static Verdict OldSelect(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Span<ulong> words = stackalloc ulong[5];
        if (!GuestWords.TryRead(guest, guest.Call.Pointer(0), words))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        for (int i = 0; i < words.Length; i++)
        {
            guest.SetArgument(i, words[i]);
        }

        guest.SetNumber(SysnoI386._newselect, Abi.I386); // whose sets and time are laid out for i386
        return Verdict.Run;
    }

    /// <summary>signal: signal, handler; it is called once, and not blocked meanwhile.</summary>
    public static Verdict Signal(SyscallContext context, SyscallRow row, IGuest guest)
    {
        const uint OneShotUnblocked = 0xc0000000; // SA_RESETHAND | SA_NODEFER
        ReadOnlySpan<uint> action = [(uint)guest.Call[1], OneShotUnblocked, 0, 0, 0]; // handler, flags, restorer, mask
        guest.SetArgument(1, guest.Stage(MemoryMarshal.AsBytes(action)).Address);
        guest.SetArgument(2, I386SubstituteCalls.Room(guest, action.Length * sizeof(uint)));
        guest.SetArgument(3, SetBytes);
        guest.SetNumber(SysnoI386.rt_sigaction, Abi.I386); // its handlers get the frame of i386
        return Verdict.RunThenExit(s_tellHandler);
    }

    /// <summary>sgetmask.</summary>
    public static Verdict GetMask(SyscallContext context, SyscallRow row, IGuest guest) => Verdict.Return((uint)Blocked(guest));

    /// <summary>ssetmask: the new mask; the old one is returned.</summary>
    public static Verdict SetMask(SyscallContext context, SyscallRow row, IGuest guest)
    {
        SetProcessMask(guest, SIG_SETMASK, (ulong)guest.Call.Long(0)); // siginitset, sign-extended
        return Verdict.RunThenExit(s_returnOldMask);
    }

    /// <summary>sigprocmask: how, new mask or null, old one or null.</summary>
    public static Verdict ChangeMask(SyscallContext context, SyscallRow row, IGuest guest)
    {
        uint mask = 0;
        if (guest.Call[1] != 0 && !guest.TryGet(guest.Call.Pointer(1), out mask))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        int how = guest.Call.Int(0);
        SetProcessMask(guest, how, how == SIG_SETMASK ? WithUpperHalf(guest, mask) : mask);
        if (guest.Call[1] == 0)
        {
            guest.SetArgument(1, 0);
        }

        return Verdict.RunThenExit(s_tellOldMask);
    }

    /// <summary>sigpending: a mask.</summary>
    public static Verdict Pending(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetArgument(0, I386SubstituteCalls.Room(guest, (int)SetBytes));
        guest.SetArgument(1, SetBytes);
        guest.SetNumber(Sysno.rt_sigpending);
        return Verdict.RunThenExit(s_tellPending);
    }

    /// <summary>sigsuspend: two words without a meaning, a mask.</summary>
    public static Verdict Suspend(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ulong mask = (uint)guest.Call[2];
        guest.SetArgument(0, guest.Stage(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in mask))).Address);
        guest.SetArgument(1, SetBytes);
        guest.SetNumber(Sysno.rt_sigsuspend);
        return Verdict.Run;
    }

    private static void SetProcessMask(IGuest guest, int how, ulong mask)
    {
        guest.SetArgument(0, (ulong)(uint)how);
        guest.SetArgument(1, guest.Stage(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in mask))).Address);
        guest.SetArgument(2, I386SubstituteCalls.Room(guest, (int)SetBytes));
        guest.SetArgument(3, SetBytes);
        guest.SetNumber(Sysno.rt_sigprocmask);
    }

    private static ulong WithUpperHalf(IGuest guest, uint mask) => (Blocked(guest) & ~(ulong)uint.MaxValue) | mask;

    private static ulong Blocked(IGuest guest)
    {
        Span<byte> text = stackalloc byte[2048];
        int length = ProcFile.Read(guest.Tid, "/status\0"u8, text);
        return length > 0 && ProcFile.TryGetField(text[..length], "SigBlk:"u8, 16, out long mask) ? (ulong)mask : 0;
    }

    private static ulong Staged(IGuest guest, int argument)
    {
        ulong word = 0;
        guest.TryRead(new GuestPtr(guest.Argument(argument)), MemoryMarshal.AsBytes(new Span<ulong>(ref word)));
        return word;
    }

    private static long TellHandler(SyscallContext context, IGuest guest, long result)
    {
        Span<byte> action = stackalloc byte[ActionBytes];
        if (result == 0 && guest.Call.Int(0) == Signals.SIGSYS && guest.TryRead(new GuestPtr(guest.Argument(1)), action))
        {
            context.TrapActions.Set(guest.Index, guest.Call[1] == 0 ? default : action); // SIG_DFL
        }

        return result < 0 ? result : (uint)Staged(guest, 2);
    }

    private static long ReturnOldMask(SyscallContext context, IGuest guest, long result) =>
        result < 0 ? result : (uint)Staged(guest, 2);

    private static long TellOldMask(SyscallContext context, IGuest guest, long result) =>
        result < 0 || guest.Call[2] == 0 || guest.TryPut(guest.Call.Pointer(2), (uint)Staged(guest, 2)) ? result : -(long)Errno.EFAULT;

    private static long TellPending(SyscallContext context, IGuest guest, long result) =>
        result < 0 || guest.TryPut(guest.Call.Pointer(0), (uint)Staged(guest, 0)) ? result : -(long)Errno.EFAULT;
}
