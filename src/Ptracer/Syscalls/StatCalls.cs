using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// stat(2), lstat(2), newfstatat(2), statx(2), access(2). An absolute path whose text is the truth is answered by the
/// tracer at once: it holds the file open anyway, having asked the kernel to resolve it.
/// </summary>
internal static unsafe class StatCalls
{
    private const uint SyncFlags = 0x6000; // AT_STATX_SYNC_TYPE

    /// <summary>Since Linux 5.8, and never in an Android app.</summary>
    private static bool s_hasFaccessat2 = true;

    private const uint KnownStatFlags = Fcntl.AT_SYMLINK_NOFOLLOW | 0x800 /* AT_NO_AUTOMOUNT */ | Fcntl.AT_EMPTY_PATH;

    /// <summary>stat, lstat, newfstatat: the buffer follows the path.</summary>
    public static Verdict Status(SyscallContext context, SyscallRow row, IGuest guest)
    {
        PathArgument argument = row.Paths[0];
        bool plainFlags = argument.Flags < 0 || ((uint)guest.Call[argument.Flags] & ~KnownStatFlags) == 0;
        int descriptor = plainFlags ? Open(context, guest, argument) : PathTranslator.NotPlain;
        if (descriptor == PathTranslator.NotPlain)
        {
            return PathCalls.One(context, row, guest);
        }

        if (descriptor < 0)
        {
            return Verdict.Return(descriptor);
        }

        Stat.stat status;
        long result = Stat.fstat(descriptor, &status);
        Unistd.close(descriptor);
        return result == 0 ? StatusLayout.Answer(guest, guest.Call.Pointer(argument.Path + 1), status) : Verdict.Return(result);
    }

    /// <summary>statx: int dirfd, path, int flags, unsigned mask, struct statx *.</summary>
    public static Verdict Statx(SyscallContext context, SyscallRow row, IGuest guest)
    {
        const uint Reserved = 0x80000000;
        bool valid = ((uint)guest.Call[2] & ~(KnownStatFlags | SyncFlags)) == 0 && ((uint)guest.Call[2] & SyncFlags) != SyncFlags &&
            ((uint)guest.Call[3] & Reserved) == 0;
        int descriptor = valid ? Open(context, guest, row.Paths[0]) : PathTranslator.NotPlain;
        if (descriptor == PathTranslator.NotPlain)
        {
            return PathCalls.One(context, row, guest);
        }

        if (descriptor < 0)
        {
            return Verdict.Return(descriptor);
        }

        byte* status = stackalloc byte[Stat.StatxSizeBytes];
        byte nothing = 0;
        int flags = (guest.Call.Int(2) & ~Fcntl.AT_SYMLINK_NOFOLLOW) | Fcntl.AT_EMPTY_PATH;
        long result = Stat.statx(descriptor, &nothing, flags, (uint)guest.Call[3], status);
        Unistd.close(descriptor);
        return result == 0 && !guest.TryWrite(guest.Call.Pointer(4), new ReadOnlySpan<byte>(status, Stat.StatxSizeBytes))
            ? Verdict.Fail(Errno.EFAULT)
            : Verdict.Return(result);
    }

    /// <summary>access, faccessat, faccessat2: the guest's real or effective ids, which are ours.</summary>
    public static Verdict Access(SyscallContext context, SyscallRow row, IGuest guest)
    {
        PathArgument argument = row.Paths[0];
        int mode = guest.Call.Int(argument.Path + 1);
        bool readOnly = context.Paths.Table.HasReadOnly && (mode & Unistd.W_OK) != 0;
        int flags = argument.Flags < 0 ? 0 : guest.Call.Int(argument.Flags);
        const int Known = Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_EACCESS | Fcntl.AT_EMPTY_PATH;
        int descriptor = !readOnly && (mode & ~7) == 0 && (flags & ~Known) == 0
            ? Open(context, guest, argument)
            : PathTranslator.NotPlain;
        if (descriptor == PathTranslator.NotPlain)
        {
            return AccessThroughKernel(context, argument, guest, mode);
        }

        if (descriptor < 0)
        {
            return Verdict.Return(descriptor);
        }

        byte nothing = 0;
        flags = (flags & Fcntl.AT_EACCESS) | Fcntl.AT_EMPTY_PATH;
        long result = s_hasFaccessat2 ? Unistd.faccessat2(descriptor, &nothing, mode, flags) : -(long)Errno.ENOSYS;
        Unistd.close(descriptor);
        s_hasFaccessat2 = result != -(long)Errno.ENOSYS;
        return s_hasFaccessat2 ? Verdict.Return(result) : PathCalls.One(context, row, guest);
    }

    private static Verdict AccessThroughKernel(SyscallContext context, in PathArgument argument, IGuest guest, int mode)
    {
        PathArgument used = argument with { Use = (mode & Unistd.W_OK) != 0 ? PathUse.Write : PathUse.Read };
        Errno error = context.Translate(guest, used, context.First);
        return error == Errno.None ? Verdict.Run : Verdict.Fail(error);
    }

    /// <summary>What an absolute path names, opened: a descriptor, -errno, or <see cref="PathTranslator.NotPlain"/>.</summary>
    public static int Open(SyscallContext context, IGuest guest, in PathArgument argument)
    {
        if (!context.MayAnswer || context.Paths.Roots.Of(guest.Tgid) is not null)
        {
            return PathTranslator.NotPlain;
        }

        ReadOnlySpan<byte> path = context.ReadPath(guest, guest.Call.Pointer(argument.Path));
        if (path.IsEmpty || path[0] != '/')
        {
            return PathTranslator.NotPlain;
        }

        int descriptor = context.Paths.OpenPlain(path, SyscallContext.KindOf(guest, argument), context.First);
        if (descriptor != PathTranslator.NotPlain)
        {
            context.Log.Path(path, context.First, Errno.None);
            context.Saw(path);
        }

        return descriptor;
    }
}
