using System.Runtime.InteropServices;
using Ptracer.Features;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// Files under a faked identity: the session's own user appears as the chosen one, and what only root may do succeeds for
/// a process that believes to be root.
/// </summary>
internal static unsafe class OwnerCalls
{
    private const int StatSizeBytes = 144;
    private const int StatOwnerOffset = 28;
    private const int StatxOwnerOffset = 20;

    /// <summary>stat(2), lstat(2), newfstatat(2).</summary>
    public static Verdict Status(SyscallContext context, SyscallRow row, IGuest guest)
    {
        PathArgument argument = row.Paths[0];
        Verdict verdict = Locate(context, guest, argument, out bool isDescriptor);
        if (verdict.Kind == VerdictKind.Return)
        {
            return verdict;
        }

        Stat.stat status;
        long result;
        int flags = argument.Flags < 0 ? argument.Kind == LookupKind.NoFollow ? Fcntl.AT_SYMLINK_NOFOLLOW : 0 : guest.Call.Int(argument.Flags);
        fixed (byte* path = context.First.Host.WithNul)
        {
            result = Stat.newfstatat(Fcntl.AT_FDCWD, path, &status, isDescriptor ? 0 : flags & ~Fcntl.AT_EMPTY_PATH);
        }

        return Tell(context, guest, guest.Call.Pointer(argument.Path + 1), new Span<byte>(&status, StatSizeBytes), StatOwnerOffset, result);
    }

    /// <summary>fstat(2).</summary>
    public static Verdict Fstat(SyscallContext context, SyscallRow row, IGuest guest)
    {
        DescriptorPath(context, guest, guest.Call.Int(0));
        Stat.stat status;
        long result;
        fixed (byte* path = context.First.Host.WithNul)
        {
            result = Stat.newfstatat(Fcntl.AT_FDCWD, path, &status, 0);
        }

        if (result != 0)
        {
            return Verdict.Run; // EBADF; or a descriptor whose link cannot be followed
        }

        return Tell(context, guest, guest.Call.Pointer(1), new Span<byte>(&status, StatSizeBytes), StatOwnerOffset, result);
    }

    /// <summary>statx(2).</summary>
    public static Verdict Statx(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Verdict verdict = Locate(context, guest, row.Paths[0], out bool isDescriptor);
        if (verdict.Kind == VerdictKind.Return)
        {
            return verdict;
        }

        byte* status = stackalloc byte[256];
        long result;
        int flags = guest.Call.Int(2) & ~Fcntl.AT_EMPTY_PATH;
        flags = isDescriptor ? flags & ~Fcntl.AT_SYMLINK_NOFOLLOW : flags;
        fixed (byte* path = context.First.Host.WithNul)
        {
            result = Stat.statx(Fcntl.AT_FDCWD, path, flags, (uint)guest.Call[3], status);
        }

        return Tell(context, guest, guest.Call.Pointer(4), new Span<byte>(status, 256), StatxOwnerOffset, result);
    }

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
        Verdict verdict = Locate(context, guest, used, out bool isDescriptor);
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
        Verdict verdict = Locate(context, guest, argument, out bool isDescriptor);
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

        DescriptorPath(context, guest, guest.Call.Int(0));
        return HostFiles.ReadLink(context.First.Host.WithNul, context.Bytes) < 0 ? Verdict.Fail(Errno.EBADF) : Verdict.Return(0);
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
        return Verdict.Return(0);
    }

    /// <summary>
    /// Where a call's path leads, as a host path that the tracer may use itself: a return verdict if nowhere.
    /// </summary>
    internal static Verdict Locate(SyscallContext context, IGuest guest, in PathArgument argument, out bool isDescriptor)
    {
        ReadOnlySpan<byte> path = context.ReadPath(guest, guest.Call.Pointer(argument.Path));
        isDescriptor = path.IsEmpty;
        int directory = SyscallContext.DirectoryOf(guest, argument);
        if (isDescriptor)
        {
            bool allowed = argument.Flags >= 0 && (guest.Call.Int(argument.Flags) & Fcntl.AT_EMPTY_PATH) != 0;
            Span<byte> first = stackalloc byte[1];
            bool readable = guest.TryRead(guest.Call.Pointer(argument.Path), first);
            if (!allowed || (readable && first[0] != 0))
            {
                return Verdict.Fail(!readable ? Errno.EFAULT : first[0] == 0 ? Errno.ENOENT : Errno.ENAMETOOLONG);
            }

            DescriptorPath(context, guest, directory);
            return HostFiles.ReadLink(context.First.Host.WithNul, context.Bytes) < 0 ? Verdict.Fail(Errno.EBADF) : default;
        }

        Errno error = context.Resolve(
            guest, argument, path, SyscallContext.KindOf(guest, argument), context.First, LookupLimits.NeedPlace);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        if (context.First.IsUnchanged)
        {
            DescriptorPath(context, guest, directory);
            context.First.Host.AppendComponent(path);
        }

        return default;
    }

    private static void DescriptorPath(SyscallContext context, IGuest guest, int descriptor) =>
        ProcPath.FormatDescriptor(guest.Tid, descriptor, context.First.Host);

    private static Verdict Tell(SyscallContext context, IGuest guest, GuestPtr buffer, Span<byte> status, int ownerOffset, long result)
    {
        if (result != 0)
        {
            return Verdict.Return(result);
        }

        FakeIdentity identity = context.Identity!;
        Span<uint> owner = MemoryMarshal.Cast<byte, uint>(status.Slice(ownerOffset, 8));
        owner[0] = identity.ShownUser(owner[0]);
        owner[1] = identity.ShownGroup(owner[1]);
        return guest.TryWrite(buffer, status) ? Verdict.Return(0) : Verdict.Fail(Errno.EFAULT);
    }
}
