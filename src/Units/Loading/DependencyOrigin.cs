namespace Ptracer.Units;

/// <summary>Why there is a dependency.</summary>
internal enum DependencyOrigin
{
    /// <summary>A file or link says so.</summary>
    File,

    /// <summary>It follows from other settings.</summary>
    Implicit,

    /// <summary>DefaultDependencies=.</summary>
    Default,
}
