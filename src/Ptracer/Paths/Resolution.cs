namespace Ptracer.Paths;

/// <summary>Where a guest path leads. Filled by <see cref="PathTranslator"/>, reused between stops.</summary>
internal sealed class Resolution
{
    /// <summary>The most bytes that a path of a call may have, with its NUL.</summary>
    public const int PathMax = 4096;

    /// <summary>What the kernel is to be given: no symbolic link on the way, except where the kernel shall follow it.</summary>
    public PathBuffer Host { get; } = new(4 * PathMax);

    /// <summary>The same place as the guest names it, canonical; empty for the root.</summary>
    public PathBuffer Guest { get; } = new(4 * PathMax);

    /// <summary>The guest's own words suit the kernel as they are: no binding can lie on the way.</summary>
    public bool IsUnchanged { get; set; }

    /// <summary>The mount it lies in; null where the place is not known.</summary>
    public Mount? Mount { get; set; }

    /// <summary>It is the root of its mount.</summary>
    public bool IsMountPoint { get; set; }

    /// <summary>A slash followed the last component.</summary>
    public bool HasTrailingSlash { get; set; }
}
