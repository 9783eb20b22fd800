using Ptracer.Syscalls;

namespace Ptracer.Engines.Ptrace;

/// <summary>A call between its seccomp stop and its exit stop.</summary>
internal struct PendingCall
{
    /// <summary>Whether an exit stop is awaited.</summary>
    public bool IsSet;

    /// <summary>Its exit half; null: only the registers are given back, and the result is shown.</summary>
    public ExitHalf? Exit;

    /// <summary>Its name and paths, for the log.</summary>
    public string? Name;
    public string? Paths;
}
