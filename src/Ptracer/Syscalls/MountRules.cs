using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>What the kernel's mounts would refuse, and a path alone cannot: changes of mount points and read-only mounts.</summary>
internal static unsafe class MountRules
{
    public static Errno Check(PathUse use, Resolution place)
    {
        if (place.IsMountPoint && (use is PathUse.RemoveFile or PathUse.RemoveDirectory))
        {
            return CheckRemoval(use, place);
        }

        return place.Mount is { Access: MountAccess.ReadOnly } ? CheckReadOnly(use, place) : Errno.None;
    }

    /// <summary>Whether a path (with NUL) names something, itself not followed.</summary>
    public static bool Exists(ReadOnlySpan<byte> path)
    {
        Stat.stat status;
        fixed (byte* p = path)
        {
            return Stat.newfstatat(Fcntl.AT_FDCWD, p, &status, Fcntl.AT_SYMLINK_NOFOLLOW) == 0;
        }
    }

    /// <summary>Whether an entry is missing in a directory that exists.</summary>
    public static bool CanBeMade(Resolution place)
    {
        if (HostFiles.TypeOf(place.Host.WithNul, out _) != Errno.ENOENT)
        {
            return false;
        }

        Span<byte> parent = stackalloc byte[Resolution.PathMax];
        ReadOnlySpan<byte> host = place.Host.Span.TrimEnd((byte)'/');
        int slash = host.LastIndexOf((byte)'/');
        if (slash + 3 > parent.Length)
        {
            return true;
        }

        host[..(slash + 1)].CopyTo(parent);
        parent[slash + 1] = (byte)'.';
        parent[slash + 2] = 0;
        return HostFiles.CheckDirectory(parent[..(slash + 3)]) == Errno.None;
    }

    /// <summary>may_delete() before the check for a mount point, fs/namei.c.</summary>
    private static Errno CheckRemoval(PathUse use, Resolution place)
    {
        if (place.Guest.Length == 0)
        {
            return Errno.None;
        }

        if (place.Mount!.Type == MountType.Glue && use == PathUse.RemoveDirectory)
        {
            return Errno.ENOTEMPTY;
        }

        bool isDirectory = place.Mount.Type != MountType.File;
        return use == PathUse.RemoveFile
            ? isDirectory ? Errno.EISDIR : Errno.EBUSY
            : isDirectory ? Errno.EBUSY : Errno.ENOTDIR;
    }

    private static Errno CheckReadOnly(PathUse use, Resolution place) => use switch
    {
        PathUse.Read => Errno.None,
        PathUse.Write => Exists(place.Host.WithNul) ? Errno.EROFS : Errno.None,
        PathUse.WriteContent => HostFiles.TypeOf(place.Host.WithNul, out uint type) == Errno.None && type != Stat.S_IFDIR
            ? Errno.EROFS
            : Errno.None,
        PathUse.Make => CanBeMade(place) ? Errno.EROFS : Errno.None,
        _ => Errno.EROFS,
    };
}
