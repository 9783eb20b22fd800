using System.Buffers;
using System.Globalization;
using System.Text;
using Ptracer.Linux;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// The hidden names under which outputs are made: <c>.ptracer-</c> and 16 hexadecimal digits. Their makers hold a lock on
/// them (flock(2)), which the kernel gives back when a maker dies, however it dies. So one that is not locked is left over
/// from a maker that was killed, and the next one in that directory removes it.
/// </summary>
internal static unsafe class HiddenNames
{
    private const int Digits = 16;
    private const int OpenFlags = Fcntl.O_RDONLY | Fcntl.O_NOFOLLOW | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC;

    private static readonly SearchValues<byte> s_hexDigits = SearchValues.Create("0123456789abcdef"u8);

    private static ReadOnlySpan<byte> Prefix => ".ptracer-"u8;

    /// <summary>A new one, with its NUL.</summary>
    public static byte[] Next()
    {
        string number = Random.Shared.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        return [.. Prefix, .. Encoding.ASCII.GetBytes(number), 0];
    }

    /// <summary>
    /// Locks what was just made. False: another process took it for a leftover before it was locked, and is removing it.
    /// </summary>
    /// <remarks>A file system without locks (EOPNOTSUPP, ENOLCK) has none for the other process either.</remarks>
    public static bool TryClaim(int directory, byte[] name, int descriptor)
    {
        if (Raw.ErrnoOf(SysFile.flock(descriptor, SysFile.LOCK_EX | SysFile.LOCK_NB)) == Errno.EAGAIN)
        {
            return false;
        }

        Stat.stat named;
        fixed (byte* p = name)
        {
            return Stat.newfstatat(directory, p, &named, Fcntl.AT_SYMLINK_NOFOLLOW) == 0;
        }
    }

    /// <summary>Removes this user's leftovers from a directory. One that cannot be listed has none that can be seen.</summary>
    /// <param name="directory">A descriptor of it; O_PATH is enough.</param>
    public static void RemoveLeftovers(int directory)
    {
        long listed;
        fixed (byte* here = "."u8)
        {
            listed = Fcntl.openat(directory, here, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC);
        }

        if (listed < 0)
        {
            return;
        }

        foreach (byte[] name in DirectoryNames.Read((int)listed))
        {
            if (IsHidden(name))
            {
                RemoveUnlessLocked((int)listed, [.. name, 0]);
            }
        }

        Unistd.close((int)listed);
    }

    private static bool IsHidden(byte[] name) =>
        name.Length == Prefix.Length + Digits && name.AsSpan().StartsWith(Prefix) &&
        name.AsSpan()[Prefix.Length..].IndexOfAnyExcept(s_hexDigits) < 0;

    // What cannot be removed stays: the next one tries again, and nothing depends on it.
    private static void RemoveUnlessLocked(int directory, byte[] name)
    {
        long opened;
        fixed (byte* p = name)
        {
            opened = Fcntl.openat(directory, p, OpenFlags);
        }

        if (opened < 0)
        {
            return;
        }

        if (IsOurs((int)opened) && SysFile.flock((int)opened, SysFile.LOCK_EX | SysFile.LOCK_NB) == 0)
        {
            _ = TreeRemoval.Remove(directory, name);
        }

        Unistd.close((int)opened);
    }

    private static bool IsOurs(int descriptor)
    {
        Stat.stat status;
        return Stat.fstat(descriptor, &status) == 0 && status.st_uid == Unistd.geteuid() &&
            (status.st_mode & Stat.S_IFMT) is Stat.S_IFREG or Stat.S_IFDIR;
    }
}
