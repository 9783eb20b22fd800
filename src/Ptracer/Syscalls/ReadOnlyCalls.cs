using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>What a read-only mount answers where no path is given. These calls stop only if a binding is read-only.</summary>
internal static class ReadOnlyCalls
{
    private const int FlagsOffset = 80; // f_flags of struct statfs
    private const ulong ReadOnlyFlags = 0x21; // ST_RDONLY | ST_VALID

    private static readonly ExitHalf s_showReadOnly = ShowReadOnly;

    /// <summary>fchmod(2), fchown(2), fsetxattr(2), fremovexattr(2): EROFS.</summary>
    public static Verdict ChangeByDescriptor(SyscallContext context, SyscallRow row, IGuest guest) =>
        IsReadOnly(context, guest, guest.Call.Int(0)) ? Verdict.Fail(Errno.EROFS) : Verdict.Run;

    /// <summary>utimensat(2): with a null path it changes the descriptor's own file (futimens).</summary>
    public static Verdict Utimensat(SyscallContext context, SyscallRow row, IGuest guest) =>
        guest.Call[1] == 0 ? ChangeByDescriptor(context, row, guest) : PathCalls.One(context, row, guest);

    /// <summary>statfs(2): ST_RDONLY.</summary>
    public static Verdict Statfs(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Errno error = context.Translate(guest, row.Paths[0], context.First, LookupLimits.NeedPlace);
        return error != Errno.None ? Verdict.Fail(error)
            : context.First.Mount is { Access: MountAccess.ReadOnly } ? Verdict.RunThenExit(s_showReadOnly)
            : Verdict.Run;
    }

    /// <summary>fstatfs(2): ST_RDONLY.</summary>
    public static Verdict Fstatfs(SyscallContext context, SyscallRow row, IGuest guest) =>
        IsReadOnly(context, guest, guest.Call.Int(0)) ? Verdict.RunThenExit(s_showReadOnly) : Verdict.Run;

    private static bool IsReadOnly(SyscallContext context, IGuest guest, int descriptor) =>
        context.Paths.TryGetDirectory(SyscallContext.ProcessOf(guest), descriptor, out _, out ReadOnlySpan<byte> path) &&
        context.Paths.Table.Find(path).Access == MountAccess.ReadOnly;

    private static long ShowReadOnly(SyscallContext context, IGuest guest, long result)
    {
        GuestPtr pointer = PlaceOfFlags(guest.Call);
        Span<ulong> flags = stackalloc ulong[1];
        if (result == 0 && GuestWords.TryRead(guest, pointer, flags))
        {
            flags[0] |= ReadOnlyFlags;
            GuestWords.TryWrite(guest, pointer, flags);
        }

        return result;
    }

    /// <summary>f_flags of struct statfs; of i386's two, that of statfs64 follows a size (struct compat_statfs64).</summary>
    private static GuestPtr PlaceOfFlags(in SyscallCall call) => (call.Abi, call.OwnNumber) switch
    {
        (Abi.X64, _) => call.Pointer(1) + FlagsOffset,
        (_, SysnoI386.statfs64 or SysnoI386.fstatfs64) => call.Pointer(2) + 64,
        _ => call.Pointer(1) + 44,
    };
}
