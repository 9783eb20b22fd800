namespace Ptracer.Units;

/// <summary>What <see cref="IUnitFiles.KindOf"/> found.</summary>
internal enum UnitFileKind
{
    /// <summary>Nothing, or a link that leads nowhere.</summary>
    None,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A device, socket or FIFO.</summary>
    Other,
}
