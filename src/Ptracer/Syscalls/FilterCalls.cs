using System.Runtime.InteropServices;
using Ptracer.Features;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.Seccomp;

namespace Ptracer.Syscalls;

/// <summary>
/// seccomp(2) and prctl(PR_SET_SECCOMP), where calls are forbidden by an inherited filter, or the session's own, and others
/// are made in their place: these come from the shim, and a guest's filter must not judge them. So each gets a beginning
/// that lets them pass.
/// </summary>
internal static class FilterCalls
{
    public const uint PR_SET_SECCOMP = 22;

    private const int SECCOMP_SET_MODE_FILTER = 1;
    private const ulong SECCOMP_FILTER_FLAG_TSYNC = 1;
    private const int ProgramBytes = 16; // struct sock_fprog: unsigned short, pointer
    private const int FilterArgument = 2; // of both calls
    private const int LengthMax = 4096; // BPF_MAXINSNS

    private static readonly ExitHalf s_note = Note;
    private static readonly ExitHalf s_noteAction = NoteAction;

    /// <summary>seccomp(2): operation, flags, struct sock_fprog *.</summary>
    public static Verdict Seccomp(SyscallContext context, SyscallRow row, IGuest guest) =>
        guest.Call.Int(0) == SECCOMP_SET_MODE_FILTER ? Install(context, guest) : Verdict.Run;

    /// <summary>prctl(2): PR_SET_SECCOMP, mode, struct sock_fprog *; all else is the other row's.</summary>
    public static Verdict Prctl(SyscallContext context, IGuest guest) =>
        guest.Call.Int(1) == SECCOMP_MODE_FILTER ? Install(context, guest) : Verdict.Run;

    /// <summary>rt_sigaction(2) of SIGSYS: signal, new action or null, old one, size of a mask.</summary>
    public static Verdict Action(SyscallContext context, SyscallRow row, IGuest guest) =>
        guest.Call[1] == 0 ? Verdict.Run : Verdict.RunThenExit(s_noteAction);

    private static long NoteAction(SyscallContext context, IGuest guest, long result)
    {
        Span<byte> action = stackalloc byte[TrapActions.ActionBytes];
        if (result == 0 && guest.TryRead(guest.Call.Pointer(1), action))
        {
            context.TrapActions.Set(guest.Index, action);
        }

        return result;
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
        guest.SetArgument(FilterArgument, guest.Stage(MemoryMarshal.AsBytes(words)).Address);
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
        if (!guest.TryRead(guest.Call.Pointer(FilterArgument), MemoryMarshal.AsBytes(words)))
        {
            return false;
        }

        int length = (ushort)words[0];
        program = new sock_filter[Math.Min(length, LengthMax)];
        return length is > 0 and <= LengthMax && guest.TryRead(new GuestPtr(words[1]), MemoryMarshal.AsBytes(program.AsSpan()));
    }
}
