namespace Ptracer.Units;

/// <summary>When a service counts as started.</summary>
internal enum ServiceType
{
    /// <summary>When its process was forked.</summary>
    Simple,

    /// <summary>When its process executed the program.</summary>
    Exec,

    /// <summary>When its first process exits and leaves a daemon.</summary>
    Forking,

    /// <summary>When its commands have ended.</summary>
    Oneshot,

    /// <summary>When its name is on the bus.</summary>
    DBus,

    /// <summary>When it says so (sd_notify(3)).</summary>
    Notify,

    /// <summary>As Simple, but after other jobs.</summary>
    Idle,
}
