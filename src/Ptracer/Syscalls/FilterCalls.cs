using System.Runtime.InteropServices;
using Ptracer.Features;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.Seccomp;

namespace Ptracer.Syscalls;

/// <summary>
/// seccomp(2) and prctl(PR_SET_SECCOMP), where calls are forbidden by an inherited filter, or the session's own, and others
/// are made in their place: these come from the shim, and a guest's filter must not judge them. So each gets a beginning
/// that lets them pass. The fast path is off from then on in any case: it makes other calls than the guest's own.
/// </summary>
internal static class FilterCalls
{
    public const uint PR_SET_SECCOMP = 22;
    public const uint PR_SET_SYSCALL_USER_DISPATCH = 59;

    private const int SECCOMP_SET_MODE_FILTER = 1;
    private const ulong SECCOMP_FILTER_FLAG_TSYNC = 1;
    private const int ProgramBytes = 16; // struct sock_fprog: unsigned short, pointer
    private const int FilterArgument = 2; // of both calls
    private const int LengthMax = 4096; // BPF_MAXINSNS

    private static readonly ExitHalf s_note = Note;
    private static readonly ExitHalf s_noteAction = NoteAction;

    /// <summary>seccomp(2): operation, flags, struct sock_fprog *.</summary>
    public static Verdict Seccomp(SyscallContext context, SyscallRow row, IGuest guest)
    {
        context.TurnFastPathOff(guest);
        return guest.Call.Int(0) == SECCOMP_SET_MODE_FILTER ? Install(context, guest) : Verdict.Run;
    }

    /// <summary>
    /// prctl(2): PR_SET_SECCOMP, mode, struct sock_fprog *; or PR_SET_SYSCALL_USER_DISPATCH, by which a program judges calls
    /// itself. All else is the other row's.
    /// </summary>
    public static Verdict Prctl(SyscallContext context, IGuest guest)
    {
        context.TurnFastPathOff(guest);
        return guest.Call.Int(0) == PR_SET_SECCOMP && guest.Call.Int(1) == SECCOMP_MODE_FILTER
            ? Install(context, guest) : Verdict.Run;
    }

    /// <summary>rt_sigaction(2) of SIGSYS: signal, new action or null, old one, size of a mask.</summary>
    public static Verdict Action(SyscallContext context, SyscallRow row, IGuest guest) =>
        guest.Call[1] == 0 ? Verdict.Run : Verdict.RunThenExit(s_noteAction);

    private static long NoteAction(SyscallContext context, IGuest guest, long result)
    {
        Span<byte> action = stackalloc byte[TrapActions.ActionBytes];
        if (result == 0 && TryReadAction(guest, ref action))
        {
            bool isDefault = action[..GuestWords.SizeBytes(guest)].IndexOfAnyExcept((byte)0) < 0; // SIG_DFL
            context.TrapActions.Set(guest.Index, isDefault ? default : action);
        }

        return result;
    }

    /// <summary>Reads struct sigaction as rt_sigaction(2) takes it: handler, flags, restorer, mask.</summary>
    private static bool TryReadAction(IGuest guest, ref Span<byte> action)
    {
        const int Words = 3;
        GuestPtr pointer = guest.Call.Pointer(1);
        if (guest.Call.Abi != Abi.I386)
        {
            return guest.TryRead(pointer, action);
        }

        action = action[..((Words * sizeof(uint)) + sizeof(ulong))];
        if (guest.Call.OwnNumber != SysnoI386.sigaction)
        {
            return guest.TryRead(pointer, action);
        }

        Span<uint> old = stackalloc uint[4]; // handler, mask, flags, restorer
        bool isRead = guest.TryRead(pointer, MemoryMarshal.AsBytes(old));
        ReadOnlySpan<uint> now = [old[0], old[2], old[3], old[1], 0];
        MemoryMarshal.AsBytes(now).CopyTo(action);
        return isRead;
    }

    private static Verdict Install(SyscallContext context, IGuest guest)
    {
        ReadOnlySpan<sock_filter> beginning = context.FilterBeginning;
        if (beginning.IsEmpty || !TryRead(guest, out sock_filter[] program) || program.Length + beginning.Length > LengthMax)
        {
            return Verdict.Run; // the kernel says why not
        }

        sock_filter[] whole = [.. beginning, .. program];
        Span<ulong> words = [(ulong)whole.Length, guest.Stage(MemoryMarshal.AsBytes(whole.AsSpan())).Address];
        Span<byte> room = stackalloc byte[ProgramBytes];
        guest.SetArgument(FilterArgument, guest.Stage(GuestWords.Layout(guest, words, room)).Address);
        return Verdict.RunThenExit(s_note);
    }

    private static long Note(SyscallContext context, IGuest guest, long result)
    {
        if (result >= 0 && TryRead(guest, out sock_filter[] program))
        {
            bool all = guest.Call.Number == Sysno.seccomp && (guest.Call[1] & SECCOMP_FILTER_FLAG_TSYNC) != 0;
            context.GuestFilters.Add(guest.Index, program, all);
        }

        return result;
    }

    private static bool TryRead(IGuest guest, out sock_filter[] program)
    {
        program = [];
        Span<ulong> words = stackalloc ulong[ProgramBytes / sizeof(ulong)];
        if (!GuestWords.TryRead(guest, guest.Call.Pointer(FilterArgument), words))
        {
            return false;
        }

        int length = (ushort)words[0];
        program = new sock_filter[Math.Min(length, LengthMax)];
        return length is > 0 and <= LengthMax && guest.TryRead(new GuestPtr(words[1]), MemoryMarshal.AsBytes(program.AsSpan()));
    }
}
