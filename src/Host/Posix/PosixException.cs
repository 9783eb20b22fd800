using Ptracer.Linux;

namespace Ptracer.Host.Posix;

/// <summary>A system call that failed where it should not.</summary>
internal sealed class PosixException(string what, int errno)
    : Exception($"{what}: {(Errno)errno}")
{
    /// <summary>The errno, positive.</summary>
    public int Errno { get; } = errno;

    /// <summary>Whether the errno is this one, by its name in C.</summary>
    public bool Is(Errno errno) => Errno == (int)errno;

    /// <summary>The result, when it is none of an error.</summary>
    /// <exception cref="PosixException">It is a negated errno.</exception>
    public static long Check(long result, string what) =>
        Raw.ErrnoOf(result) is Linux.Errno.None ? result : throw new PosixException(what, (int)-result);
}
