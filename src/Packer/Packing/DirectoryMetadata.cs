using Ptracer.Linux;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>Owner, mode and time of something just made, in the order in which none undoes another.</summary>
internal static unsafe class DirectoryMetadata
{
    private static readonly bool s_isRoot = Unistd.geteuid() == 0;

    /// <summary>Sets them on an open file or directory: chown(2) clears setuid bits, so the mode comes after it.</summary>
    public static void Set(string output, TreePath path, int descriptor, in TreeEntry entry)
    {
        if (s_isRoot)
        {
            Accept(output, path, Unistd.fchown(descriptor, entry.Owner, entry.Group));
        }

        OutputFailure.Checked(output, path, Stat.fchmod(descriptor, entry.Permissions));
        Stat.timespec* times = stackalloc Stat.timespec[2];
        Fill(times, entry);
        OutputFailure.Checked(output, path, Stat.utimensat(descriptor, null, times, 0));
    }

    /// <summary>Sets owner and time of a name, a link itself.</summary>
    public static void SetLink(string output, TreePath path, int directory, byte* name, in TreeEntry entry)
    {
        if (s_isRoot)
        {
            Accept(output, path, Unistd.fchownat(directory, name, entry.Owner, entry.Group, Fcntl.AT_SYMLINK_NOFOLLOW));
        }

        Stat.timespec* times = stackalloc Stat.timespec[2];
        Fill(times, entry);
        OutputFailure.Checked(output, path, Stat.utimensat(directory, name, times, Fcntl.AT_SYMLINK_NOFOLLOW));
    }

    // In a user namespace root may lack the right, or the id (EINVAL): then the files are its own, as any user's are.
    private static void Accept(string output, TreePath path, long result)
    {
        if (Raw.ErrnoOf(result) is not (Errno.EPERM or Errno.EINVAL))
        {
            OutputFailure.Checked(output, path, result);
        }
    }

    private static void Fill(Stat.timespec* times, in TreeEntry entry)
    {
        times[0] = new Stat.timespec { tv_nsec = Stat.UTIME_OMIT };
        times[1] = new Stat.timespec { tv_sec = entry.ModifiedSeconds, tv_nsec = entry.ModifiedNanoseconds };
    }
}
