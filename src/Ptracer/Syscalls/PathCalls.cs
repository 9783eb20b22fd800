using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>Calls that differ in nothing but where their paths lie: translate, then let the kernel act.</summary>
internal static class PathCalls
{
    /// <summary>One path. Errors: those of path_resolution(7), EROFS and EBUSY of mounts; all others are the kernel's own.</summary>
    public static Verdict One(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Errno error = context.Translate(guest, row.Paths[0], context.First);
        return error == Errno.None ? Verdict.Run : Verdict.Fail(error);
    }

    /// <summary>unlinkat(2): AT_REMOVEDIR makes it rmdir(2).</summary>
    public static Verdict Unlinkat(SyscallContext context, SyscallRow row, IGuest guest)
    {
        PathArgument argument = row.Paths[0];
        bool removesDirectory = (guest.Call.Int(2) & Fcntl.AT_REMOVEDIR) != 0;
        argument = argument with { Use = removesDirectory ? PathUse.RemoveDirectory : PathUse.RemoveFile };
        Errno error = context.Translate(guest, argument, context.First);
        return error == Errno.None ? Verdict.Run : Verdict.Fail(error);
    }

    /// <summary>Two independent paths: mount(2), move_mount(2), pivot_root(2).</summary>
    public static Verdict Two(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Errno error = context.Translate(guest, row.Paths[0], context.First);
        if (error == Errno.None)
        {
            error = context.Translate(guest, row.Paths[1], context.Second);
        }

        return error == Errno.None ? Verdict.Run : Verdict.Fail(error);
    }

    /// <summary>rename(2), renameat(2), renameat2(2): EXDEV between mounts, EBUSY for a mount point.</summary>
    public static Verdict Rename(SyscallContext context, SyscallRow row, IGuest guest)
    {
        if (TranslateBoth(context, row, guest, out Verdict failure))
        {
            return failure;
        }

        (Resolution from, Resolution to) = (context.First, context.Second);
        if (MountOfParent(context, from) is { } one && MountOfParent(context, to) is { } other && one != other)
        {
            Errno error = CheckParent(context, from);
            error = error == Errno.None ? CheckParent(context, to) : error;
            return Verdict.Fail(error == Errno.None ? Errno.EXDEV : error);
        }

        if (IsRoot(from) || IsRoot(to))
        {
            return Verdict.Fail(Errno.EBUSY); // before anything else but the mounts (do_renameat2: LAST_NORM)
        }

        if (IsBusy(from) || IsBusy(to))
        {
            return Verdict.Fail(ExplainBusy(from, to));
        }

        return from.Mount is { Access: MountAccess.ReadOnly } ? Verdict.Fail(Errno.EROFS) : Verdict.Run;
    }

    /// <summary>link(2), linkat(2): EXDEV between mounts.</summary>
    public static Verdict Link(SyscallContext context, SyscallRow row, IGuest guest)
    {
        if (TranslateBoth(context, row, guest, out Verdict failure))
        {
            return failure;
        }

        // The old file is looked up before the mounts are compared: its ENOENT comes first (do_linkat, fs/namei.c).
        (Resolution from, Resolution to) = (context.First, context.Second);
        return from.Mount is { } one && MountOfParent(context, to) is { } other && one != other &&
            MountRules.Exists(from.Host.WithNul) && HostFiles.TypeOf(to.Host.WithNul, out _) == Errno.ENOENT &&
            CheckParent(context, to) == Errno.None
            ? Verdict.Fail(Errno.EXDEV)
            : Verdict.Run;
    }

    /// <summary>fsconfig(2): only two of its commands take a path.</summary>
    public static Verdict Fsconfig(SyscallContext context, SyscallRow row, IGuest guest)
    {
        const int FSCONFIG_SET_PATH = 3;
        const int FSCONFIG_SET_PATH_EMPTY = 4;
        return guest.Call.Int(1) is FSCONFIG_SET_PATH or FSCONFIG_SET_PATH_EMPTY ? One(context, row, guest) : Verdict.Run;
    }

    private static bool TranslateBoth(SyscallContext context, SyscallRow row, IGuest guest, out Verdict failure)
    {
        LookupLimits limits = context.Paths.Table.HasBindings || context.Place.StandIns is not null ? LookupLimits.NeedPlace : LookupLimits.None;
        Errno error = context.Translate(guest, row.Paths[0], context.First, limits);
        if (error == Errno.None)
        {
            error = context.Translate(guest, row.Paths[1], context.Second, limits);
            if (error == Errno.EROFS && !context.First.IsUnchanged && !MountRules.Exists(context.First.Host.WithNul))
            {
                error = Errno.ENOENT; // what is linked is looked up first
            }
        }

        failure = error == Errno.None ? default : Verdict.Fail(error);
        return error != Errno.None;
    }

    /// <summary>Whether the directory that an entry lies in can be walked: that comes before the mounts are compared.</summary>
    private static Errno CheckParent(SyscallContext context, Resolution place)
    {
        ReadOnlySpan<byte> host = place.Host.Span.TrimEnd((byte)'/');
        context.Scratch.Set(host[..(host.LastIndexOf((byte)'/') + 1)]);
        context.Scratch.Append("."u8);
        return place.IsMountPoint ? Errno.None : HostFiles.CheckDirectory(context.Scratch.WithNul);
    }

    /// <summary>may_delete() and d_is_dir() come before the check for a mount point (vfs_rename, fs/namei.c).</summary>
    private static Errno ExplainBusy(Resolution from, Resolution to)
    {
        Errno error = HostFiles.TypeOf(from.Host.WithNul, out uint source);
        if (error != Errno.None || HostFiles.TypeOf(to.Host.WithNul, out uint target) != Errno.None)
        {
            return error == Errno.None ? Errno.EBUSY : error;
        }

        bool replacesDirectory = target == Stat.S_IFDIR;
        return (source == Stat.S_IFDIR) == replacesDirectory ? Errno.EBUSY
            : replacesDirectory ? Errno.EISDIR : Errno.ENOTDIR;
    }

    private static Mount? MountOfParent(SyscallContext context, Resolution place)
    {
        if (!place.IsMountPoint || place.IsUnchanged || place.Guest.Length == 0)
        {
            return place.IsUnchanged ? null : place.Mount;
        }

        context.Scratch.Set(place.Guest.Span);
        context.Scratch.RemoveLast();
        return context.Paths.Table.Find(context.Scratch.Span);
    }

    private static bool IsRoot(Resolution place) => !place.IsUnchanged && place.Guest.Length == 0;

    private static bool IsBusy(Resolution place) => !place.IsUnchanged && place.IsMountPoint && place.Guest.Length > 0;
}
