namespace Ptracer.Units;

/// <summary>How a service is ended that took too long.</summary>
internal enum TimeoutFailureMode
{
    /// <summary>With KillSignal=.</summary>
    Terminate,

    /// <summary>With WatchdogSignal=.</summary>
    Abort,

    /// <summary>With FinalKillSignal=.</summary>
    Kill,
}
