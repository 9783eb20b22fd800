using Ptracer.Linux;

namespace Ptracer.Paths;

/// <summary>The few questions that path resolution asks of the host's file system.</summary>
internal static unsafe class HostFiles
{
    /// <summary>The directory of a path (with its NUL), as one with a NUL of its own.</summary>
    /// <param name="path">The path; it has a slash.</param>
    /// <param name="room">Room for it, PATH_MAX bytes.</param>
    public static ReadOnlySpan<byte> ParentOf(ReadOnlySpan<byte> path, Span<byte> room)
    {
        int length = path[..^1].LastIndexOf((byte)'/') + 1;
        path[..length].CopyTo(room);
        room[length] = (byte)'.';
        room[length + 1] = 0;
        return room[..(length + 2)];
    }

    /// <summary>Reads a symbolic link: its length in bytes, or -errno (-EINVAL: not a link).</summary>
    /// <param name="path">With its NUL.</param>
    public static int ReadLink(ReadOnlySpan<byte> path, Span<byte> target)
    {
        fixed (byte* p = path)
        fixed (byte* t = target)
        {
            return (int)Unistd.readlinkat(Fcntl.AT_FDCWD, p, t, target.Length);
        }
    }

    /// <summary>
    /// Reads a symbolic link if it can be a stand-in: its length, or -errno. Others are not read, which would change their
    /// access time.
    /// </summary>
    /// <param name="path">With its NUL.</param>
    public static int ReadStandIn(ReadOnlySpan<byte> path, Span<byte> target)
    {
        Stat.stat status;
        fixed (byte* p = path)
        {
            long result = Stat.newfstatat(Fcntl.AT_FDCWD, p, &status, Fcntl.AT_SYMLINK_NOFOLLOW);
            if (result != 0)
            {
                return (int)result;
            }
        }

        // An encrypted link's size is that of its padded text in kernels before 5.15 (fs/crypto/hooks.c).
        const int Padding = 32;
        bool canBe = (status.st_mode & Stat.S_IFMT) == Stat.S_IFLNK &&
            status.st_size is >= StandIn.TextBytes and <= StandIn.TextBytes + Padding;
        int length = canBe ? ReadLink(path, target) : -(int)Errno.EINVAL;
        return length > 0 && !StandIn.IsText(target[..length]) ? -(int)Errno.EINVAL : length;
    }

    /// <summary>Opens for lookup only: a descriptor or -errno.</summary>
    /// <param name="path">With its NUL.</param>
    public static int OpenPath(ReadOnlySpan<byte> path, int flags = 0)
    {
        fixed (byte* p = path)
        {
            return (int)Fcntl.openat(Fcntl.AT_FDCWD, p, Fcntl.O_PATH | Fcntl.O_CLOEXEC | flags);
        }
    }

    /// <summary>openat2(2) with O_PATH, below a directory: a descriptor or -errno.</summary>
    /// <param name="path">With its NUL.</param>
    public static int OpenBeneath(int directory, ReadOnlySpan<byte> path, int flags, int resolve)
    {
        Fcntl.open_how how = new()
        {
            flags = (ulong)(uint)(Fcntl.O_PATH | Fcntl.O_CLOEXEC | flags),
            resolve = (ulong)resolve,
        };
        fixed (byte* p = path)
        {
            return (int)Fcntl.openat2(directory, p, &how);
        }
    }

    /// <summary>
    /// Where there is no openat2(2): -ELOOP if a component of a relative path is a link, or cannot be looked at; else an
    /// error or nothing that matters. The last one is left out where it is not followed.
    /// </summary>
    /// <param name="path">Plain names and slashes, overwritten; without its NUL, for which there is room.</param>
    public static int FindLink(int directory, Span<byte> path, bool leavesLast)
    {
        const int None = -(int)Errno.ENOENT; // never a descriptor
        Stat.stat status;
        Span<byte> text = stackalloc byte[path.Length + 1];
        path.CopyTo(text);
        for (int at = 0; at < path.Length; at++)
        {
            int end = path[at..].IndexOf((byte)'/');
            end = end < 0 ? path.Length : at + end;
            if (end == path.Length && leavesLast)
            {
                return None;
            }

            text[end] = 0;
            fixed (byte* p = text)
            {
                long result = Stat.newfstatat(directory, p, &status, Fcntl.AT_SYMLINK_NOFOLLOW);
                if (result < 0)
                {
                    return (int)result;
                }
            }

            if ((status.st_mode & Stat.S_IFMT) == Stat.S_IFLNK)
            {
                return -(int)Errno.ELOOP;
            }

            if (end < path.Length)
            {
                text[end] = (byte)'/';
            }

            at = end;
        }

        return None;
    }

    /// <summary>The S_IFMT bits of what a path (with NUL) names, itself not followed; or the error.</summary>
    public static Errno TypeOf(ReadOnlySpan<byte> path, out uint type)
    {
        Stat.stat status;
        fixed (byte* p = path)
        {
            Errno error = Raw.ErrnoOf(Stat.newfstatat(Fcntl.AT_FDCWD, p, &status, Fcntl.AT_SYMLINK_NOFOLLOW));
            type = error == Errno.None ? status.st_mode & Stat.S_IFMT : 0;
            return error;
        }
    }

    /// <summary>Whether two paths (with NUL; the first through magic links) are the same file.</summary>
    public static bool IsSameFile(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        Stat.stat a, b;
        fixed (byte* p = one)
        fixed (byte* q = other)
        {
            return Stat.newfstatat(Fcntl.AT_FDCWD, p, &a, 0) == 0 && Stat.newfstatat(Fcntl.AT_FDCWD, q, &b, 0) == 0 &&
                a.st_dev == b.st_dev && a.st_ino == b.st_ino;
        }
    }

    /// <summary>None if the path (with NUL, ending in <c>/.</c>) is a directory that may be searched.</summary>
    public static Errno CheckDirectory(ReadOnlySpan<byte> pathAndDot)
    {
        Stat.stat status;
        fixed (byte* p = pathAndDot)
        {
            return Raw.ErrnoOf(Stat.newfstatat(Fcntl.AT_FDCWD, p, &status, 0));
        }
    }

    /// <summary>The canonical path of an open descriptor, by /proc: false if it has none.</summary>
    public static bool PathOf(int descriptor, PathBuffer path)
    {
        Span<byte> link = stackalloc byte[32];
        "/proc/self/fd/"u8.CopyTo(link);
        int length = 14;
        _ = System.Buffers.Text.Utf8Formatter.TryFormat(descriptor, link[14..], out int digits);
        link[length + digits] = 0;
        int size = ReadLink(link, path.Room);
        if (size <= 0)
        {
            return false;
        }

        path.SetLength(size);
        return path.Span[0] == '/';
    }
}
