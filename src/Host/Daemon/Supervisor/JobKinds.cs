using Ptracer.Host.Daemon.Control;
using Ptracer.Units;
using JobMode = Ptracer.Host.Daemon.Control.JobMode;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>What a person's verb means for a unit.</summary>
internal static class JobKinds
{
    /// <summary>Begins what a person asks for.</summary>
    /// <param name="manager">The guest's units.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="kind">What is asked for.</param>
    /// <param name="mode">What happens to jobs that contradict it, and whether it is waited for.</param>
    /// <param name="done">Gets the result.</param>
    /// <exception cref="ControlException">It is refused.</exception>
    public static void Begin(GuestManager manager, UnitRuntime unit, JobKind kind, JobMode mode, TaskCompletionSource<JobResult> done)
    {
        if (!manager.Boot.IsRunning)
        {
            throw new ControlException(ControlError.Conflict, $"guest {manager.Guest.Name}: it is not running; start it: ptracer guest start {manager.Guest.Name}");
        }

        Refuse(unit, kind);
        void Tell(string result, string message) => done.TrySetResult(new JobResult(result, message));
        string? problem = kind == JobKind.Isolate
            ? manager.Requests.Isolate(unit, Tell)
            : TypeOf(unit, kind) is { } type ? manager.Requests.Add(unit, type, mode, Tell) : Nothing(Tell);
        if (problem is not null)
        {
            throw new ControlException(ControlError.Refused, $"Failed to {Word(kind)} {unit.Id}: {problem}");
        }

        if (mode == JobMode.NoBlock)
        {
            Tell("queued", "");
        }
    }

    private static void Refuse(UnitRuntime unit, JobKind kind)
    {
        bool refuses = kind == JobKind.Stop ? unit.Unit.Section.RefuseManualStop
            : kind is JobKind.Start or JobKind.Restart && unit.Unit.Section.RefuseManualStart;
        if (refuses)
        {
            throw new ControlException(
                ControlError.Refused,
                $"Failed to {Word(kind)} {unit.Id}: Operation refused, unit {unit.Id} may be requested by dependency only (it is configured to refuse manual start/stop).");
        }

        if (kind == JobKind.Isolate && !unit.Unit.Section.AllowIsolate)
        {
            throw new ControlException(ControlError.Refused, "Operation refused, unit may not be isolated.");
        }

        if (kind is JobKind.Start or JobKind.Stop or JobKind.Reload or JobKind.Restart && unit.Unit.LoadState == UnitLoadState.NotFound && unit.IsInactive)
        {
            throw new ControlException(ControlError.NotFound, $"Failed to {Word(kind)} {unit.Id}: Unit {unit.Id} {(kind == JobKind.Stop ? "not loaded" : "not found")}.");
        }
    }

    private static JobType? TypeOf(UnitRuntime unit, JobKind kind) => kind switch
    {
        JobKind.Start => JobType.Start,
        JobKind.Stop => JobType.Stop,
        JobKind.Restart => JobType.Restart,
        JobKind.TryRestart => unit.IsInactive ? null : JobType.Restart,
        JobKind.Reload => JobType.Reload,
        JobKind.ReloadOrRestart => CanReload(unit) ? JobType.Reload : JobType.Restart,
        _ => unit.IsInactive ? null : CanReload(unit) ? JobType.Reload : JobType.Restart,
    };

    private static bool CanReload(UnitRuntime unit) => unit.IsActive && unit.Unit.Service is { Commands.Reload.Count: > 0 };

    private static string? Nothing(Action<string, string> tell)
    {
        tell("done", "");
        return null;
    }

    private static string Word(JobKind kind) => kind switch
    {
        JobKind.TryRestart => "try-restart",
        JobKind.ReloadOrRestart => "reload-or-restart",
        JobKind.TryReloadOrRestart => "try-reload-or-restart",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
