namespace Ptracer.Units;

/// <summary>How a job that is queued meets those that are.</summary>
internal enum JobMode
{
    /// <summary>It fails when it conflicts.</summary>
    Fail,

    /// <summary>It replaces what conflicts.</summary>
    Replace,

    /// <summary>It replaces, and cannot be replaced.</summary>
    ReplaceIrreversibly,

    /// <summary>All other units are stopped.</summary>
    Isolate,

    /// <summary>All other jobs are cancelled.</summary>
    Flush,

    /// <summary>Dependencies are ignored.</summary>
    IgnoreDependencies,

    /// <summary>Requirements are ignored, ordering is not.</summary>
    IgnoreRequirements,

    /// <summary>What is triggered follows.</summary>
    Triggering,

    /// <summary>Stop jobs of dependencies are started again.</summary>
    RestartDependencies,
}
