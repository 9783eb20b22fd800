namespace Ptracer.Linux;

/// <summary>sys/file.h: locks on open files; they go with the last descriptor of theirs.</summary>
[CHeader("sys/file.h")]
internal static class SysFile
{
    public const int LOCK_SH = 1;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
    public const int LOCK_UN = 8;

    /// <summary>flock(2): 0, or -errno; with LOCK_NB EWOULDBLOCK (EAGAIN), if another open file holds the lock.</summary>
    public static long flock(int fd, int operation) => Raw.Call(Sysno.flock, fd, operation);
}
