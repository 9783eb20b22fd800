namespace Ptracer.Units;

/// <summary>Whose sd_notify(3) messages count.</summary>
internal enum NotifyAccess
{
    /// <summary>Nobody's.</summary>
    None,

    /// <summary>The main process's.</summary>
    Main,

    /// <summary>Those of processes that the service manager started.</summary>
    Exec,

    /// <summary>Every process of the unit.</summary>
    All,
}
