namespace Ptracer.Units;

/// <summary>The kinds of dependencies between units, each seen from the unit that has it.</summary>
internal enum DependencyKind
{
    /// <summary>Started along; without it this unit fails.</summary>
    Requires,

    /// <summary>Must be active already.</summary>
    Requisite,

    /// <summary>Started along.</summary>
    Wants,

    /// <summary>Required, and this unit stops when it stops.</summary>
    BindsTo,

    /// <summary>Stopped and restarted along.</summary>
    PartOf,

    /// <summary>Kept running.</summary>
    Upholds,

    /// <summary>Stopped when this unit starts, and the other way round.</summary>
    Conflicts,

    /// <summary>This unit comes first.</summary>
    Before,

    /// <summary>The other unit comes first.</summary>
    After,

    /// <summary>Started when this unit fails.</summary>
    OnFailure,

    /// <summary>Started when this unit ends well.</summary>
    OnSuccess,

    /// <summary>Reloaded along.</summary>
    PropagatesReloadTo,

    /// <summary>This unit is reloaded along.</summary>
    ReloadPropagatedFrom,

    /// <summary>Stopped along.</summary>
    PropagatesStopTo,

    /// <summary>This unit is stopped along.</summary>
    StopPropagatedFrom,

    /// <summary>Namespaces are shared.</summary>
    JoinsNamespaceOf,

    /// <summary>This unit starts the other when something happens (sockets, timers, paths).</summary>
    Triggers,

    /// <summary>The slice that this unit lives in.</summary>
    InSlice,
}
