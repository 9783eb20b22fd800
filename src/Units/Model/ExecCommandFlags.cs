namespace Ptracer.Units;

/// <summary>The prefixes of a command line's path.</summary>
[Flags]
internal enum ExecCommandFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>-</c>: a failure is recorded and otherwise counts as success.</summary>
    IgnoreFailure = 1,

    /// <summary><c>:</c>: variables stay as they are.</summary>
    NoEnvironmentExpansion = 2,

    /// <summary><c>+</c>: full privileges; User= and sandboxing do not count.</summary>
    FullyPrivileged = 4,

    /// <summary><c>!</c>: User= does not count, sandboxing does.</summary>
    NoSetuid = 8,

    /// <summary><c>!!</c>: as <c>!</c> where the kernel has no ambient capabilities.</summary>
    AmbientMagic = 16,
}
