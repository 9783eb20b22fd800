namespace Ptracer.Units;

/// <summary>What a timer counts from.</summary>
internal enum TimerBase
{
    /// <summary>The timer's own activation.</summary>
    Active,

    /// <summary>The boot.</summary>
    Boot,

    /// <summary>The start of the service manager.</summary>
    Startup,

    /// <summary>The last activation of the unit.</summary>
    UnitActive,

    /// <summary>The last deactivation of the unit.</summary>
    UnitInactive,

    /// <summary>The calendar.</summary>
    Calendar,
}
