using Ptracer.Features.StandIns;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// The status of files where the guest is shown another than the kernel's: under a faked identity the session's own user
/// appears as the chosen one; a file that has stand-ins has as many names as they are, and the type that they stand for.
/// </summary>
internal static unsafe class ShownStatusCalls
{
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

        FollowPipe(context, result, ref status);

        return Tell(context, guest, guest.Call.Pointer(argument.Path + 1), ref status, result);
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

        FollowPipe(context, result, ref status);
        return result != 0
            ? Verdict.Run // EBADF; or a descriptor whose link cannot be followed
            : Tell(context, guest, guest.Call.Pointer(1), ref status, result);
    }

    /// <summary>statx(2).</summary>
    public static Verdict Statx(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Verdict verdict = Locate(context, guest, row.Paths[0], out bool isDescriptor);
        if (verdict.Kind == VerdictKind.Return)
        {
            return verdict;
        }

        Stat.statx_basic status;
        long result;
        int flags = guest.Call.Int(2) & ~Fcntl.AT_EMPTY_PATH;
        flags = isDescriptor ? flags & ~Fcntl.AT_SYMLINK_NOFOLLOW : flags;
        fixed (byte* path = context.First.Host.WithNul)
        {
            result = Stat.statx(Fcntl.AT_FDCWD, path, flags, (uint)guest.Call[3], (byte*)&status);
        }

        if (result != 0)
        {
            return Verdict.Return(result);
        }

        if (TryPlacePipe(context, status.stx_mode, Stat.makedev(status.stx_dev_major, status.stx_dev_minor), status.stx_ino))
        {
            Stat.statx_basic shown;
            fixed (byte* path = context.First.Host.WithNul)
            {
                status = Stat.statx(Fcntl.AT_FDCWD, path, 0, (uint)guest.Call[3], (byte*)&shown) == 0 ? shown : status;
            }
        }

        if (context.Identity is { } identity)
        {
            status.stx_uid = identity.ShownUser(status.stx_uid);
            status.stx_gid = identity.ShownGroup(status.stx_gid);
        }

        if (TryGetStored(context, status.stx_mode, out StoredFile file))
        {
            status.stx_nlink = (uint)file.Names;
            status.stx_mode = (ushort)file.ShownMode(status.stx_mode);
        }

        return guest.TryWrite(guest.Call.Pointer(4), new ReadOnlySpan<byte>(&status, Stat.StatxSizeBytes))
            ? Verdict.Return(0)
            : Verdict.Fail(Errno.EFAULT);
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
                return Verdict.Fail(context.PathError == Errno.None ? Errno.ENOENT : context.PathError);
            }

            DescriptorPath(context, guest, directory);
            return IsOpen(context) ? default : Verdict.Fail(Errno.EBADF);
        }

        LookupKind kind = SyscallContext.KindOf(guest, argument);
        Errno error = context.Resolve(guest, argument, path, kind, context.First, LookupLimits.NeedPlace);
        if (error == Errno.None && context.First.Host.Length >= Resolution.PathMax)
        {
            error = context.Resolve(guest, argument, path, kind, context.First, LookupLimits.None); // from its directory it is shorter
        }

        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        isDescriptor = IsShown(context, argument, path, kind); // no link, though the path is one now

        if (context.First.IsUnchanged)
        {
            DescriptorPath(context, guest, directory);
            if (!IsOpen(context))
            {
                return Verdict.Fail(Errno.EBADF);
            }

            context.First.Host.AppendComponent(path);
        }

        return default;
    }

    /// <summary>Whether a hidden file of /proc was found that is not followed: the place becomes that of what is shown.</summary>
    private static bool IsShown(SyscallContext context, in PathArgument argument, ReadOnlySpan<byte> path, LookupKind kind) =>
        kind == LookupKind.NoFollow && argument.Use == PathUse.Read && context.Place.MayShow(path) &&
        context.Place.ShowHidden(context.First.Host);

    /// <summary>Whether the descriptor whose path has been formatted is open, be its own path as long as it may.</summary>
    internal static bool IsOpen(SyscallContext context) =>
        HostFiles.ReadLink(context.First.Host.WithNul, context.Bytes) is >= 0 or -(int)Errno.ENAMETOOLONG;

    internal static void DescriptorPath(SyscallContext context, IGuest guest, int descriptor) =>
        ProcPath.FormatDescriptor(guest.Tid, descriptor, context.First.Host);

    /// <summary>Of a FIFO that is a pipe in truth, the status of its stored file.</summary>
    private static void FollowPipe(SyscallContext context, long result, ref Stat.stat status)
    {
        if (result != 0 || !TryPlacePipe(context, status.st_mode, status.st_dev, status.st_ino))
        {
            return;
        }

        Stat.stat shown;
        fixed (byte* path = context.First.Host.WithNul)
        {
            if (Stat.newfstatat(Fcntl.AT_FDCWD, path, &shown, 0) == 0) // or it has been unlinked
            {
                status = shown;
            }
        }
    }

    private static bool TryPlacePipe(SyscallContext context, uint mode, ulong device, ulong inode) =>
        (mode & Stat.S_IFMT) == Stat.S_IFIFO && context.Place.Fifos is { } fifos &&
        fifos.TryFind(device, inode, out ReadOnlySpan<byte> stored) && context.First.Host.Set(stored);

    private static Verdict Tell(SyscallContext context, IGuest guest, GuestPtr buffer, ref Stat.stat status, long result)
    {
        if (result != 0)
        {
            return Verdict.Return(result);
        }

        if (context.Identity is { } identity)
        {
            status.st_uid = identity.ShownUser(status.st_uid);
            status.st_gid = identity.ShownGroup(status.st_gid);
        }

        if (TryGetStored(context, status.st_mode, out StoredFile file))
        {
            status.st_nlink = file.Names;
            status.st_mode = file.ShownMode(status.st_mode);
        }

        return StatusLayout.Answer(guest, buffer, status);
    }

    /// <summary>The file with stand-ins that was found, by its name or through a descriptor.</summary>
    private static bool TryGetStored(SyscallContext context, uint mode, out StoredFile file)
    {
        file = default;
        if (context.Place.StandIns is null || (mode & Stat.S_IFMT) != Stat.S_IFREG)
        {
            return false;
        }

        ReadOnlySpan<byte> host = context.First.Host.Span;
        if (ProcPath.Classify(host, out _) is > ProcLink.ThreadSelf and < ProcLink.Other)
        {
            int length = HostFiles.ReadLink(context.First.Host.WithNul, context.Bytes);
            host = context.Bytes.AsSpan(0, Math.Max(0, length));
        }

        bool isStored = StandIn.IsStored(host);
        file = isStored ? StoredFile.At(host) : default;
        return isStored;
    }
}
