using System.Diagnostics;

namespace Ptracer.Journal;

/// <summary>The clocks of records.</summary>
internal static class JournalClock
{
    /// <summary>Microseconds since 1970.</summary>
    public static long RealtimeUs() => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Microseconds of CLOCK_MONOTONIC.</summary>
    public static long MonotonicUs() => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);
}
