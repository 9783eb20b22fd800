using Ptracer.Syscalls;

namespace Ptracer.Engines.Ptrace;

/// <summary>A call between its seccomp stop and its exit stop.</summary>
internal struct PendingCall
{
    /// <summary>Whether an exit stop is awaited.</summary>
    public bool IsSet;

    /// <summary>Its exit half; null: only the registers are given back, and the result is shown.</summary>
    public ExitHalf? Exit;

    /// <summary>
    /// For a call made in place of one that an inherited filter traps: from the result of the call that was made to that
    /// of the guest's own. Before <see cref="Exit"/>.
    /// </summary>
    public ExitHalf? Convert;

    /// <summary>Whether it is made in the redirect stub, so that its entry stops first.</summary>
    public bool IsRedirected;

    /// <summary>How many stops come before the one where its result is.</summary>
    public int StopsAhead;

    /// <summary>Whether the thread sleeps until the tracer ends the call.</summary>
    public bool IsSleep;

    /// <summary>The call's result, when only the signal action is still to be restored.</summary>
    public long? Result;

    /// <summary>Its name and paths, for the log.</summary>
    public string? Name;
    public string? Paths;
}
