namespace Ptracer;

/// <summary>A resource limit of the command and its descendants, setrlimit(2); ptracer itself keeps its own.</summary>
/// <param name="Resource">The kernel's number: RLIMIT_NOFILE is 7.</param>
/// <param name="Soft">The limit, in the resource's unit; <see cref="Infinity"/>: none.</param>
/// <param name="Hard">How far the guest may raise it; above what this user may, it is what this user may.</param>
public sealed record ResourceLimit(int Resource, ulong Soft, ulong Hard)
{
    /// <summary>RLIM_INFINITY.</summary>
    public const ulong Infinity = ulong.MaxValue;
}
