namespace Ptracer.Linux;

/// <summary>sys/file.h: locks that go with the process that holds them.</summary>
[CHeader("sys/file.h")]
internal static class FileLock
{
    public const int LOCK_SH = 1;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
    public const int LOCK_UN = 8;

    public static long flock(int fd, int operation) => Raw.Call(Sysno.flock, fd, operation);
}
