namespace Ptracer.Units;

/// <summary>Whether a unit file is enabled: the words of <c>systemctl is-enabled</c>.</summary>
internal enum UnitFileState
{
    /// <summary>A link of [Install] is there.</summary>
    Enabled,

    /// <summary>A link of [Install] is there until the next boot.</summary>
    EnabledRuntime,

    /// <summary>The file lies outside and is linked to.</summary>
    Linked,

    /// <summary>The file lies outside and is linked to until the next boot.</summary>
    LinkedRuntime,

    /// <summary>The name is a link to another unit's file.</summary>
    Alias,

    /// <summary>The unit must not be started.</summary>
    Masked,

    /// <summary>The unit must not be started until the next boot.</summary>
    MaskedRuntime,

    /// <summary>There is nothing to enable.</summary>
    Static,

    /// <summary>There is something to enable.</summary>
    Disabled,

    /// <summary>Enabling it enables only others (Also=).</summary>
    Indirect,

    /// <summary>A generator made it.</summary>
    Generated,

    /// <summary>Made at run time.</summary>
    Transient,

    /// <summary>It cannot be read.</summary>
    Bad,
}
