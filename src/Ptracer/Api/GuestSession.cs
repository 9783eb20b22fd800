using Ptracer.Engines.Ptrace;
using Ptracer.Syscalls;

namespace Ptracer;

/// <summary>Runs a command in a guest.</summary>
public static class GuestSession
{
    /// <summary>Runs the command of <paramref name="options"/> and blocks until it has ended.</summary>
    /// <remarks>The calling thread becomes the session's tracer: it makes all ptrace calls and cannot be shared.</remarks>
    /// <param name="options">What to run, and what the guest sees.</param>
    /// <returns>How the command ended.</returns>
    /// <exception cref="PtracerException">The session could not start.</exception>
    public static SessionExit Run(SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SessionOptionsCheck.Check(options);
        using SessionSetup setup = new(options);
        int status = setup.Run();
        if (Environment.GetEnvironmentVariable("PTRACER_STATS") is { Length: > 0 })
        {
            SessionStatistics s = setup.Statistics;
            SyscallLog.Line($"stats: stops={s.Stops} syscalls={s.Calls} allocated_bytes_in_loop={s.AllocatedBytes} gc={s.Collections}");
        }

        return SessionExits.From(status);
    }
}
