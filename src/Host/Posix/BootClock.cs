using Ptracer.Linux;

namespace Ptracer.Host.Posix;

/// <summary>CLOCK_BOOTTIME of clock_gettime(2): what /proc/PID/stat counts from, asked where /proc/uptime may be hidden.</summary>
internal static class BootClock
{
    /// <summary>Since the system started, times of sleep included.</summary>
    public static TimeSpan Now => TimeSpan.FromMilliseconds(TimeH.BootMilliseconds);
}
