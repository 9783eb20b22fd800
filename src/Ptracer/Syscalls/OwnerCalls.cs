using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// Files under a faked identity: what only root may do succeeds for a process that believes to be root.
/// </summary>
internal static unsafe class OwnerCalls
{
    /// <summary>access(2), faccessat(2), faccessat2(2): root may read and write all, and execute what anybody may.</summary>
    public static Verdict Access(SyscallContext context, SyscallRow row, IGuest guest)
    {
        PathArgument argument = row.Paths[0];
        int mode = guest.Call.Int(argument.Path + 1);
        if (!context.Identity![guest.Index].IsPrivileged || (mode & ~7) != 0)
        {
            return StatCalls.Access(context, row, guest);
        }

        PathArgument used = argument with { Use = (mode & Unistd.W_OK) != 0 ? PathUse.Write : PathUse.Read };
        Verdict verdict = ShownStatusCalls.Locate(context, guest, used, out bool isDescriptor);
        if (verdict.Kind == VerdictKind.Return)
        {
            return verdict;
        }

        Stat.stat status;
        bool follow = isDescriptor || SyscallContext.KindOf(guest, argument) != LookupKind.NoFollow;
        fixed (byte* path = context.First.Host.WithNul)
        {
            long result = Stat.newfstatat(Fcntl.AT_FDCWD, path, &status, follow ? 0 : Fcntl.AT_SYMLINK_NOFOLLOW);
            bool executable = (status.st_mode & 0x49) != 0 || (status.st_mode & Stat.S_IFMT) == Stat.S_IFDIR;
            return result != 0 ? Verdict.Return(result)
                : (mode & Unistd.X_OK) != 0 && !executable ? Verdict.Fail(Errno.EACCES)
                : Verdict.Return(0);
        }
    }

    /// <summary>chown(2), lchown(2), fchownat(2): root may; others are told by the kernel that they may not.</summary>
    public static Verdict Chown(SyscallContext context, SyscallRow row, IGuest guest)
    {
        if (!context.Identity![guest.Index].IsPrivileged)
        {
            return PathCalls.One(context, row, guest);
        }

        PathArgument argument = row.Paths[0];
        Verdict verdict = ShownStatusCalls.Locate(context, guest, argument, out bool isDescriptor);
        if (verdict.Kind == VerdictKind.Return)
        {
            return verdict;
        }

        Stat.stat status;
        bool follow = isDescriptor || SyscallContext.KindOf(guest, argument) != LookupKind.NoFollow;
        fixed (byte* path = context.First.Host.WithNul)
        {
            return Verdict.Return(Stat.newfstatat(Fcntl.AT_FDCWD, path, &status, follow ? 0 : Fcntl.AT_SYMLINK_NOFOLLOW));
        }
    }

    /// <summary>fchown(2).</summary>
    public static Verdict Fchown(SyscallContext context, SyscallRow row, IGuest guest)
    {
        if (!context.Identity![guest.Index].IsPrivileged)
        {
            return Verdict.Run;
        }

        Verdict verdict = ReadOnlyCalls.ChangeByDescriptor(context, row, guest);
        if (verdict.Kind == VerdictKind.Return)
        {
            return verdict;
        }

        ShownStatusCalls.DescriptorPath(context, guest, guest.Call.Int(0));
        return ShownStatusCalls.IsOpen(context) ? Verdict.Return(0) : Verdict.Fail(Errno.EBADF);
    }

    /// <summary>mknod(2), mknodat(2): a device becomes an empty file with its permissions, since only root can make one.</summary>
    public static Verdict Mknod(SyscallContext context, SyscallRow row, IGuest guest)
    {
        PathArgument argument = row.Paths[0];
        Errno error = context.Translate(guest, argument, context.First);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        uint mode = (uint)guest.Call[argument.Path + 1];
        if ((mode & Stat.S_IFMT) is Stat.S_IFCHR or Stat.S_IFBLK && context.Identity![guest.Index].IsPrivileged)
        {
            guest.SetArgument(argument.Path + 1, (mode & ~Stat.S_IFMT) | Stat.S_IFREG);
            guest.SetArgument(argument.Path + 2, 0);
        }

        return Verdict.Run;
    }

    /// <summary>
    /// chroot(2): of fake root, remembered for the process and what it starts. Errors: EPERM for all others, ENOENT, ENOTDIR,
    /// EACCES.
    /// </summary>
    public static Verdict Chroot(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Resolution place = context.First;
        Errno error = context.Translate(guest, row.Paths[0], place, LookupLimits.NeedPlace);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        if (place.IsUnchanged || !context.Identity![guest.Index].IsPrivileged)
        {
            return Verdict.Run;
        }

        context.Scratch.Set(place.Host.Span);
        error = context.Scratch.Append("/."u8) ? HostFiles.CheckDirectory(context.Scratch.WithNul) : Errno.ENAMETOOLONG;
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        context.Paths.Roots.Set(guest.Tgid, place.Guest.Span);
        context.TurnFastPathOff(guest);
        return Verdict.Return(0);
    }
}
