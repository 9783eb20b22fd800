namespace Ptracer.Host.Daemon.Keeper;

/// <summary>How a run of a service ended: systemd's Result=.</summary>
internal enum ServiceResult
{
    /// <summary>Well.</summary>
    Success,

    /// <summary>It did not keep to its Type=.</summary>
    Protocol,

    /// <summary>It took too long.</summary>
    Timeout,

    /// <summary>A bad exit code.</summary>
    ExitCode,

    /// <summary>A bad signal.</summary>
    Signal,

    /// <summary>A signal that dumps core.</summary>
    CoreDump,

    /// <summary>It did not tell in time that it is alive.</summary>
    Watchdog,

    /// <summary>It was started too often.</summary>
    StartLimitHit,

    /// <summary>It could not be started: a directory, a file or a process cannot be made.</summary>
    Resources,

    /// <summary>ExecCondition= said no: no failure.</summary>
    ExecCondition,
}

/// <summary>systemd's words for the results.</summary>
internal static class ServiceResults
{
    /// <summary>The word.</summary>
    public static string Word(this ServiceResult result) => result switch
    {
        ServiceResult.ExitCode => "exit-code",
        ServiceResult.CoreDump => "core-dump",
        ServiceResult.StartLimitHit => "start-limit-hit",
        ServiceResult.ExecCondition => "exec-condition",
        _ => result.ToString().ToLowerInvariant(),
    };
}
