using Ptracer.Linux;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>What is said of an output that cannot be written.</summary>
internal static class OutputFailure
{
    /// <summary>The output itself failed.</summary>
    /// <param name="output">Where it goes, as the user named it.</param>
    /// <param name="result">A system call's result.</param>
    public static PtracerException Of(string output, long result) => new($"{output}: {Reason(result)}");

    /// <summary>An entry of it failed.</summary>
    public static PtracerException Of(string output, TreePath path, long result) =>
        new($"{output}: {path}: {Reason(result)}");

    /// <summary>The result, if it is none of failure.</summary>
    /// <exception cref="PtracerException">It is.</exception>
    public static long Checked(string output, TreePath path, long result) =>
        result >= 0 ? result : throw Of(output, path, result);

    private static string Reason(long result) => Raw.ErrnoOf(result) switch
    {
        Errno.ENOSPC => "no space left on the device; free some, or give a place elsewhere",
        Errno.EDQUOT => "the user's disk quota is used up; free some, or give a place elsewhere",
        Errno.EFBIG => "larger than a file may be here (ulimit -f); raise the limit, or give a place elsewhere",
        Errno.EACCES or Errno.EPERM => "this user may not write it; give a place in a directory that is yours",
        Errno.EROFS => "the file system is read-only; give a place elsewhere",
        Errno.ENOENT => "the directory that it goes into is not there; make it first",
        Errno.ENOTDIR => "what it goes into is not a directory; give another place",
        Errno.ENAMETOOLONG => "a name too long for the file system; give a place elsewhere",
        Errno.EEXIST => "already there; give it once",
        Errno.EBUSY => "in use (a mount point?); give another place",
        Errno error => $"cannot be written ({error}); give a place elsewhere",
    };
}
