using Ptracer.Engines.Ptrace;

namespace Ptracer;

/// <summary>Wait statuses as the public type has them.</summary>
internal static class SessionExits
{
    /// <summary>From the status that wait4(2) gave of a process that has ended.</summary>
    public static SessionExit From(int status)
    {
        WaitStatus exit = new(status);
        return exit.Kind == StopKind.Exited ? new SessionExit(exit.Value, 0) : new SessionExit(0, exit.Value);
    }
}
