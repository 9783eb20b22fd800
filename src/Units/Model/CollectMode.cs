namespace Ptracer.Units;

/// <summary>When a unit that has ended is forgotten.</summary>
internal enum CollectMode
{
    /// <summary>When it did not fail.</summary>
    Inactive,

    /// <summary>Also when it failed.</summary>
    InactiveOrFailed,
}
