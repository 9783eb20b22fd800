namespace Ptracer.Units;

/// <summary>The types of units: the suffix of their names.</summary>
internal enum UnitType
{
    /// <summary>Not a type.</summary>
    None,

    /// <summary>systemd.service(5).</summary>
    Service,

    /// <summary>systemd.mount(5).</summary>
    Mount,

    /// <summary>systemd.swap(5).</summary>
    Swap,

    /// <summary>systemd.socket(5).</summary>
    Socket,

    /// <summary>systemd.target(5).</summary>
    Target,

    /// <summary>systemd.device(5).</summary>
    Device,

    /// <summary>systemd.automount(5).</summary>
    Automount,

    /// <summary>systemd.timer(5).</summary>
    Timer,

    /// <summary>systemd.path(5).</summary>
    Path,

    /// <summary>systemd.slice(5).</summary>
    Slice,

    /// <summary>systemd.scope(5).</summary>
    Scope,
}
