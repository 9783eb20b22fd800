using Ptracer.Host.Daemon.Control;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>What a person's verb means for a unit.</summary>
internal static class JobKinds
{
    /// <summary>Throws when a unit does not let that be asked for.</summary>
    /// <exception cref="ControlException">It does not.</exception>
    public static void Refuse(UnitRuntime unit, JobKind kind)
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

    /// <summary>The job; null: there is nothing to do.</summary>
    public static JobType? TypeOf(UnitRuntime unit, JobKind kind) => kind switch
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

    /// <summary>Says that all is as it shall be.</summary>
    public static string? Nothing(Action<string, string> tell)
    {
        tell("done", "");
        return null;
    }

    /// <summary>systemctl's word for it.</summary>
    public static string Word(JobKind kind) => kind switch
    {
        JobKind.TryRestart => "try-restart",
        JobKind.ReloadOrRestart => "reload-or-restart",
        JobKind.TryReloadOrRestart => "try-reload-or-restart",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
