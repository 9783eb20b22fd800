using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>Where a service is in its life: systemd's sub-states of a service.</summary>
internal enum ServiceState
{
    /// <summary>Not running.</summary>
    Dead,

    /// <summary>ExecCondition= runs.</summary>
    Condition,

    /// <summary>ExecStartPre= runs.</summary>
    StartPre,

    /// <summary>ExecStart= runs, and is not ready.</summary>
    Start,

    /// <summary>ExecStartPost= runs.</summary>
    StartPost,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has ended, and counts as active (RemainAfterExit=).</summary>
    Exited,

    /// <summary>ExecReload= runs, or it said RELOADING=1.</summary>
    Reload,

    /// <summary>ExecStop= runs.</summary>
    Stop,

    /// <summary>It got WatchdogSignal=.</summary>
    StopWatchdog,

    /// <summary>It got KillSignal=.</summary>
    StopSigterm,

    /// <summary>It got FinalKillSignal=.</summary>
    StopSigkill,

    /// <summary>ExecStopPost= runs.</summary>
    StopPost,

    /// <summary>What is left got KillSignal=.</summary>
    FinalSigterm,

    /// <summary>What is left got FinalKillSignal=.</summary>
    FinalSigkill,

    /// <summary>Not running, and its last run failed.</summary>
    Failed,

    /// <summary>It will be started again by itself.</summary>
    AutoRestart,
}

/// <summary>systemd's words for the states.</summary>
internal static class ServiceStates
{
    /// <summary>SubState.</summary>
    public static string SubState(this ServiceState state) => state switch
    {
        ServiceState.StartPre => "start-pre",
        ServiceState.StartPost => "start-post",
        ServiceState.StopWatchdog => "stop-watchdog",
        ServiceState.StopSigterm => "stop-sigterm",
        ServiceState.StopSigkill => "stop-sigkill",
        ServiceState.StopPost => "stop-post",
        ServiceState.FinalSigterm => "final-sigterm",
        ServiceState.FinalSigkill => "final-sigkill",
        ServiceState.AutoRestart => "auto-restart",
        _ => state.ToString().ToLowerInvariant(),
    };

    /// <summary>ActiveState.</summary>
    public static string ActiveState(this ServiceState state) => state switch
    {
        ServiceState.Dead => "inactive",
        ServiceState.Failed => "failed",
        ServiceState.Running or ServiceState.Exited => "active",
        ServiceState.Reload => "reloading",
        ServiceState.Condition or ServiceState.StartPre or ServiceState.Start or ServiceState.StartPost or
            ServiceState.AutoRestart => "activating",
        _ => "deactivating",
    };

    /// <summary>The state that systemd calls so.</summary>
    public static ServiceState Parse(string subState)
    {
        foreach (ServiceState state in Enum.GetValues<ServiceState>())
        {
            if (state.SubState() == subState)
            {
                return state;
            }
        }

        return ServiceState.Dead;
    }

    /// <summary>The commands that a state runs, one after another.</summary>
    public static IReadOnlyList<ExecCommand> Commands(this ServiceState state, ServiceCommands commands) => state switch
    {
        ServiceState.Condition => commands.Condition,
        ServiceState.StartPre => commands.StartPre,
        ServiceState.Start => commands.Start,
        ServiceState.StartPost => commands.StartPost,
        ServiceState.Reload => commands.Reload,
        ServiceState.Stop => commands.Stop,
        ServiceState.StopPost => commands.StopPost,
        _ => [],
    };

    /// <summary>Where a start that takes too long leads (TimeoutStartFailureMode=).</summary>
    public static ServiceState State(this TimeoutFailureMode mode) => mode switch
    {
        TimeoutFailureMode.Abort => ServiceState.StopWatchdog,
        TimeoutFailureMode.Kill => ServiceState.StopSigkill,
        _ => ServiceState.StopSigterm,
    };
}
