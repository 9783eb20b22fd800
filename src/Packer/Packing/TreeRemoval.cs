using Ptracer.Linux;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// Removes a file or a directory with all that it holds, as <c>rm -rf</c> does, and directories that their owner may not
/// write as well. Every step is made from an open directory, so no link is followed.
/// </summary>
internal static unsafe class TreeRemoval
{
    private const uint OwnerAll = 0x1c0; // 0700

    /// <summary>Removes it.</summary>
    /// <param name="directory">Open.</param>
    /// <param name="name">In it, with its NUL.</param>
    /// <returns>0 or the first -errno; what can be removed is removed all the same.</returns>
    public static long Remove(int directory, byte[] name)
    {
        fixed (byte* p = name)
        {
            long result = Unistd.unlinkat(directory, p, 0);
            if (Raw.ErrnoOf(result) is not (Errno.EISDIR or Errno.EPERM))
            {
                return result;
            }

            long opened = Open(directory, p);
            if (opened < 0)
            {
                return opened;
            }

            result = Empty((int)opened);
            Unistd.close((int)opened);
            long removed = Unistd.unlinkat(directory, p, Fcntl.AT_REMOVEDIR);
            return result < 0 ? result : removed;
        }
    }

    private static long Empty(int directory)
    {
        long result = Stat.fchmod(directory, OwnerAll);
        foreach (byte[] name in DirectoryNames.Read(directory))
        {
            long removed = Remove(directory, [.. name, 0]);
            result = removed < 0 ? removed : result;
        }

        return result;
    }

    private static long Open(int directory, byte* name)
    {
        const int Flags = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        long opened = Fcntl.openat(directory, name, Flags);
        if (Raw.ErrnoOf(opened) == Errno.EACCES && Stat.fchmodat(directory, name, OwnerAll) == 0)
        {
            opened = Fcntl.openat(directory, name, Flags);
        }

        return opened;
    }
}
