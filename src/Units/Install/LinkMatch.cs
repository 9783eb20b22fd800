namespace Ptracer.Units;

/// <summary>What links to a unit there are in a directory.</summary>
internal enum LinkMatch
{
    /// <summary>None.</summary>
    None,

    /// <summary>The unit's own name, linked to a file elsewhere.</summary>
    SameName,

    /// <summary>One that enabling makes.</summary>
    Enabling,
}
