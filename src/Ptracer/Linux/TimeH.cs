namespace Ptracer.Linux;

/// <summary>time.h: clocks.</summary>
[CHeader("time.h")]
internal static unsafe class TimeH
{
    public const int CLOCK_BOOTTIME = 7;

    /// <summary>Since the system started, times of sleep included (clock_gettime(2)).</summary>
    public static long BootMilliseconds
    {
        get
        {
            Stat.timespec now;
            Raw.Call(Sysno.clock_gettime, CLOCK_BOOTTIME, (long)&now);
            return (now.tv_sec * 1000) + (now.tv_nsec / 1_000_000);
        }
    }
}
