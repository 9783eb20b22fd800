using Ptracer.Linux;

namespace Ptracer.Packer.Storage;

/// <summary>What is said when state cannot be read or written.</summary>
internal static class StorageFailure
{
    /// <summary>A system call on a path failed.</summary>
    /// <param name="path">The host path, for the message.</param>
    /// <param name="result">The call's result.</param>
    public static PtracerException Of(string path, long result) => new($"{path}: {Reason(Raw.ErrnoOf(result))}");

    /// <summary>The result, if it is none of failure.</summary>
    /// <exception cref="PtracerException">It is.</exception>
    public static long Checked(string path, long result) => result >= 0 ? result : throw Of(path, result);

    private static string Reason(Errno error) => error switch
    {
        Errno.ENOSPC => "no space left on the device; free some, or set PTRACER_HOME to a place elsewhere",
        Errno.EDQUOT => "the user's disk quota is used up; free some, or set PTRACER_HOME to a place elsewhere",
        Errno.EFBIG => "larger than a file may be here (ulimit -f); raise the limit",
        Errno.EACCES or Errno.EPERM => "this user may not do that there; change its owner or mode, or run as the user who may",
        Errno.EROFS => "the file system is read-only; set PTRACER_HOME to a place elsewhere",
        Errno.ENOENT => "not there; check the path",
        Errno.ENOTDIR => "not a directory; check the path",
        Errno.ENAMETOOLONG => "the name is too long for the file system; shorten it",
        Errno.EEXIST => "exists already; remove it, or give another name",
        Errno.ELOOP => "a symbolic link stands there; give the path that it leads to",
        Errno.EMFILE or Errno.ENFILE => "too many files are open; raise ulimit -n",
        _ => $"the system refuses it ({error}); check the disk and the file system",
    };
}
