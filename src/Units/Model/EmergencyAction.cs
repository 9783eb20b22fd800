namespace Ptracer.Units;

/// <summary>What happens to the whole system: <c>FailureAction=</c> and its like.</summary>
internal enum EmergencyAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An orderly reboot.</summary>
    Reboot,

    /// <summary>A reboot that kills.</summary>
    RebootForce,

    /// <summary>A reboot at once.</summary>
    RebootImmediate,

    /// <summary>An orderly power-off.</summary>
    PowerOff,

    /// <summary>A power-off that kills.</summary>
    PowerOffForce,

    /// <summary>A power-off at once.</summary>
    PowerOffImmediate,

    /// <summary>The service manager exits.</summary>
    Exit,

    /// <summary>The service manager exits without stopping units.</summary>
    ExitForce,
}
