namespace Ptracer.Linux;

/// <summary>sys/wait.h.</summary>
[CHeader("sys/wait.h")]
internal static unsafe class Wait
{
    public const int WNOHANG = 1;
    public const int __WALL = 0x40000000;

    /// <summary>Only children of the calling thread: one tracer thread must not reap what belongs to another.</summary>
    public const int __WNOTHREAD = 0x20000000;

    public static long wait4(int pid, int* status, int options) =>
        Raw.Blocking(Sysno.wait4, pid, (long)status, options, 0);
}
