namespace Ptracer.Units;

/// <summary>Which processes a stop signals.</summary>
internal enum KillMode
{
    /// <summary>All of the unit.</summary>
    ControlGroup,

    /// <summary>The main process first, at the end all.</summary>
    Mixed,

    /// <summary>Only the main process.</summary>
    Process,

    /// <summary>None.</summary>
    None,
}
