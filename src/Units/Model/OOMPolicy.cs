namespace Ptracer.Units;

/// <summary>What follows when the kernel killed a process for lack of memory.</summary>
internal enum OOMPolicy
{
    /// <summary>Nothing.</summary>
    Continue,

    /// <summary>The unit is stopped.</summary>
    Stop,

    /// <summary>The unit is killed.</summary>
    Kill,
}
