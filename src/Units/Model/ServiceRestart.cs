namespace Ptracer.Units;

/// <summary>After which ends a service is started again.</summary>
internal enum ServiceRestart
{
    /// <summary>None.</summary>
    No,

    /// <summary>A good one.</summary>
    OnSuccess,

    /// <summary>A bad one of any kind.</summary>
    OnFailure,

    /// <summary>A signal, timeout or watchdog.</summary>
    OnAbnormal,

    /// <summary>The watchdog.</summary>
    OnWatchdog,

    /// <summary>A signal that is not one of good ends.</summary>
    OnAbort,

    /// <summary>Any but a stop.</summary>
    Always,
}
