namespace Ptracer.Units;

/// <summary>The words of the [Service] section's enumerations.</summary>
internal static class ServiceWords
{
    /// <summary>Type=.</summary>
    public static readonly NameTable<ServiceType> Types = new(
        ("simple", ServiceType.Simple), ("forking", ServiceType.Forking), ("oneshot", ServiceType.Oneshot), ("dbus", ServiceType.DBus),
        ("notify", ServiceType.Notify), ("idle", ServiceType.Idle), ("exec", ServiceType.Exec));

    /// <summary>ExitType=.</summary>
    public static readonly NameTable<ServiceExitType> ExitTypes = new(("main", ServiceExitType.Main), ("cgroup", ServiceExitType.Cgroup));

    /// <summary>Restart=.</summary>
    public static readonly NameTable<ServiceRestart> Restarts = new(
        ("no", ServiceRestart.No), ("on-success", ServiceRestart.OnSuccess), ("on-failure", ServiceRestart.OnFailure),
        ("on-abnormal", ServiceRestart.OnAbnormal), ("on-watchdog", ServiceRestart.OnWatchdog),
        ("on-abort", ServiceRestart.OnAbort), ("always", ServiceRestart.Always));

    /// <summary>NotifyAccess=.</summary>
    public static readonly NameTable<NotifyAccess> NotifyAccesses = new(
        ("none", NotifyAccess.None), ("main", NotifyAccess.Main), ("exec", NotifyAccess.Exec), ("all", NotifyAccess.All));

    /// <summary>OOMPolicy=.</summary>
    public static readonly NameTable<OOMPolicy> OOMPolicies = new(
        ("continue", OOMPolicy.Continue), ("stop", OOMPolicy.Stop), ("kill", OOMPolicy.Kill));

    /// <summary>TimeoutStartFailureMode= and TimeoutStopFailureMode=.</summary>
    public static readonly NameTable<TimeoutFailureMode> FailureModes = new(
        ("terminate", TimeoutFailureMode.Terminate), ("abort", TimeoutFailureMode.Abort), ("kill", TimeoutFailureMode.Kill));
}
