namespace Ptracer.Units;

/// <summary>The classes of ioprio_set(2).</summary>
internal enum IOSchedulingClass
{
    /// <summary>As the nice level says.</summary>
    None = 0,

    /// <summary>Before all others.</summary>
    RealTime = 1,

    /// <summary>The usual one.</summary>
    BestEffort = 2,

    /// <summary>When nobody else wants the disk.</summary>
    Idle = 3,
}
