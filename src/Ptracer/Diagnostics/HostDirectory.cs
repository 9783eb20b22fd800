using Ptracer.Linux;

namespace Ptracer.Diagnostics;

/// <summary>A directory of the host that shall be a rootfs: opened, or what is wrong in words.</summary>
internal static unsafe class HostDirectory
{
    /// <summary>Opens it for resolving paths in it; the answer is the descriptor, close-on-exec.</summary>
    public static ProbeResult Open(string path)
    {
        long opened;
        fixed (byte* name = NulTerminated.Bytes(path))
        {
            opened = Fcntl.openat(Fcntl.AT_FDCWD, name, Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC);
        }

        if (opened < 0)
        {
            return opened;
        }

        fixed (byte* self = ".\0"u8)
        {
            long searched = Unistd.faccessat((int)opened, self, Unistd.X_OK);
            if (searched < 0)
            {
                Unistd.close((int)opened);
                return searched;
            }
        }

        return opened;
    }

    /// <summary>What is wrong with a path that could not be opened.</summary>
    public static string Wrong(ProbeResult refused) => refused.Errno switch
    {
        Errno.ENOENT => "no such directory",
        Errno.ENOTDIR => "not a directory",
        Errno.EACCES or Errno.EPERM => "this user may not search it",
        Errno.ELOOP => "too many symbolic links",
        Errno.ENAMETOOLONG => "the path is too long",
        _ => $"cannot be opened ({refused.Refusal})",
    };

    /// <summary>What to do about it.</summary>
    public static string Remedy(ProbeResult refused) => refused.Errno switch
    {
        Errno.ENOENT => "check the path",
        Errno.ENOTDIR => "unpack the image or archive, and give the directory",
        Errno.EACCES or Errno.EPERM => "chmod +x it and the directories above it, or run as its owner",
        _ => "give another path",
    };
}
