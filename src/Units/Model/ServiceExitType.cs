namespace Ptracer.Units;

/// <summary>When a service counts as ended.</summary>
internal enum ServiceExitType
{
    /// <summary>With its main process.</summary>
    Main,

    /// <summary>With its last process.</summary>
    Cgroup,
}
