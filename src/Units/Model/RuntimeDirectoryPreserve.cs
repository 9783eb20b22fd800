namespace Ptracer.Units;

/// <summary>Whether runtime directories stay.</summary>
internal enum RuntimeDirectoryPreserve
{
    /// <summary>Removed when the service stops.</summary>
    No,

    /// <summary>Kept.</summary>
    Yes,

    /// <summary>Kept while the service restarts.</summary>
    Restart,
}
