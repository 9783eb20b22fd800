using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// Modes that a process sets which believes to be root. No mode stops root from working in a directory (CAP_DAC_OVERRIDE,
/// capabilities(7)), but modes do stop the user that it really is. So a directory keeps its owner's rwx, as with
/// fakeroot(1), and that much more than was asked for is shown.
/// </summary>
internal static unsafe class ModeCalls
{
    private const uint OwnerAll = 0x1c0; // S_IRWXU

    /// <summary>mkdir(2), mkdirat(2).</summary>
    public static Verdict MakeDirectory(SyscallContext context, SyscallRow row, IGuest guest)
    {
        int mode = row.Paths[0].Path + 1;
        Verdict verdict = PathCalls.One(context, row, guest);
        if (verdict.Kind != VerdictKind.Return && Narrows(context, guest, mode))
        {
            guest.SetArgument(mode, guest.Call[mode] | OwnerAll);
        }

        return verdict;
    }

    /// <summary>chmod(2), fchmodat(2), fchmodat2(2).</summary>
    public static Verdict Change(SyscallContext context, SyscallRow row, IGuest guest)
    {
        PathArgument argument = row.Paths[0];
        int mode = argument.Path + 1;
        if (Narrows(context, guest, mode) &&
            ShownStatusCalls.Locate(context, guest, argument, out _).Kind != VerdictKind.Return && IsOwnDirectory(context))
        {
            guest.SetArgument(mode, guest.Call[mode] | OwnerAll);
        }

        return PathCalls.One(context, row, guest);
    }

    /// <summary>fchmod(2). Errors: EROFS of a read-only binding, and the kernel's own.</summary>
    public static Verdict ChangeDescriptor(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Verdict verdict = ReadOnlyCalls.ChangeByDescriptor(context, row, guest);
        if (verdict.Kind != VerdictKind.Return && Narrows(context, guest, 1))
        {
            ProcPath.FormatDescriptor(guest.Tid, guest.Call.Int(0), context.First.Host);
            if (IsOwnDirectory(context))
            {
                guest.SetArgument(1, guest.Call[1] | OwnerAll);
            }
        }

        return verdict;
    }

    private static bool Narrows(SyscallContext context, IGuest guest, int mode) =>
        context.Identity![guest.Index].IsPrivileged && (guest.Call[mode] & OwnerAll) != OwnerAll;

    private static bool IsOwnDirectory(SyscallContext context)
    {
        Stat.stat status;
        fixed (byte* path = context.First.Host.WithNul)
        {
            return Stat.newfstatat(Fcntl.AT_FDCWD, path, &status, 0) == 0 &&
                (status.st_mode & Stat.S_IFMT) == Stat.S_IFDIR && status.st_uid == context.Identity!.HostUser;
        }
    }
}
