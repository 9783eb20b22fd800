using Ptracer.Host.Daemon.Keeper;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>What starting, stopping and reloading means for each type of unit, and when a job on it is done.</summary>
internal sealed class UnitActions(GuestManager manager)
{
    /// <summary>Begins a job.</summary>
    public void Run(Job job)
    {
        UnitRuntime unit = job.Unit;
        switch (job.Type)
        {
            case JobType.VerifyActive:
                manager.Jobs.Finish(job, unit.IsActive ? "done" : "dependency", $"{unit.Id} is not active.");
                break;
            case JobType.Stop:
                Stop(job, forRestart: false);
                break;
            case JobType.Restart when !unit.IsInactive:
                Stop(job, forRestart: true);
                break;
            case JobType.Reload:
                Reload(job);
                break;
            default:
                job.IsStartingAgain = true;
                Start(job);
                break;
        }
    }

    /// <summary>A unit has moved: a job on it may be done.</summary>
    public void Settle(UnitRuntime unit)
    {
        if (unit.Job is not { IsRunning: true } job)
        {
            return;
        }

        switch (job.Type)
        {
            case JobType.Stop when unit.IsInactive:
                manager.Jobs.Finish(job, "done", "");
                break;
            case JobType.Restart when unit.IsInactive && !job.IsStartingAgain:
                job.IsStartingAgain = true;
                manager.Loop.Post(() => Start(job)); // its keeper has yet to give the place away
                break;
            case JobType.Start or JobType.Restart when job.IsStartingAgain && unit.IsActive:
                manager.Jobs.Finish(job, "done", "");
                break;
            case JobType.Start or JobType.Restart when job.IsStartingAgain && (unit.IsInactive || unit.SubState == "auto-restart"):
                FinishStart(job, unit);
                break;
            case JobType.Reload when unit.ActiveState != "reloading":
                bool isDone = unit.IsActive && unit.Snapshot?.ReloadResult is null or "success";
                manager.Jobs.Finish(job, isDone ? "done" : "failed", $"Job for {unit.Id} failed.");
                break;
        }
    }

    /// <summary>A unit without a keeper that was active under an earlier daemon.</summary>
    public void Resume(UnitRuntime unit, ActiveUnit before)
    {
        switch (unit.Unit.Type)
        {
            case UnitType.Timer:
                manager.Timers.Resume(unit, before);
                break;
            case UnitType.Path:
                manager.Paths.Start(unit);
                break;
            default:
                manager.Moved(unit, "active", SubStateOf(unit.Unit.Type), "success");
                break;
        }

        (unit.Since, unit.ActiveSince) = (before.Since ?? unit.Since, before.Since ?? unit.ActiveSince);
    }

    private static string SubStateOf(UnitType type) => type switch
    {
        UnitType.Mount => "mounted",
        UnitType.Device => "plugged",
        _ => "active",
    };

    private void Start(Job job)
    {
        UnitRuntime unit = job.Unit;
        if (unit.IsActive)
        {
            manager.Jobs.Finish(job, "done", "");
            return;
        }

        if (TransactionBuilder.Problem(unit) is { } problem)
        {
            manager.Jobs.Finish(job, "invalid", problem);
            return;
        }

        if (BuiltInUnits.IsMachines(unit.Id))
        {
            manager.Jobs.Finish(job, "skipped", $"{unit.Id} manages a machine; ptracer does in its place what services need.");
            return;
        }

        if (!CheckConditions(job, unit))
        {
            return;
        }

        switch (unit.Unit.Type)
        {
            case UnitType.Service or UnitType.Socket:
                manager.Keepers.Start(job, unit, null);
                break;
            case UnitType.Timer:
                manager.Timers.Start(unit);
                break;
            case UnitType.Path:
                manager.Paths.Start(unit);
                break;
            case UnitType.Target or UnitType.Slice:
                manager.Moved(unit, "active", "active", "success");
                break;
            default:
                manager.Jobs.Finish(job, "skipped", $"{unit.Id}: mounts, devices and swap are not possible without privileges.");
                break;
        }
    }

    private bool CheckConditions(Job job, UnitRuntime unit)
    {
        ConditionCheck check = new(manager.Files);
        unit.ConditionResult = check.Holds(unit.Unit.Section.Conditions);
        if (unit.ConditionResult == false)
        {
            manager.Jobs.Finish(job, "skipped", $"{unit.Id}: a start condition is not met.");
            return false;
        }

        unit.AssertResult = check.Holds(unit.Unit.Section.Asserts);
        if (unit.AssertResult == false)
        {
            manager.Jobs.Finish(job, "assert", $"Assertion failed on job for {unit.Id}.");
            return false;
        }

        return true;
    }

    private void Stop(Job job, bool forRestart)
    {
        UnitRuntime unit = job.Unit;
        if (unit.Keeper is { } keeper)
        {
            // One that dies just now does not hear it: its end is told next, and ends the job.
            keeper.Ask(new KeeperRequest { Do = forRestart ? "restart-stop" : "stop" });
            return;
        }

        switch (unit.Unit.Type)
        {
            case UnitType.Timer:
                manager.Timers.Stop(unit);
                break;
            case UnitType.Path:
                manager.Paths.Stop(unit);
                break;
            default:
                manager.Moved(unit, "inactive", "dead", "success");
                break;
        }

        Settle(unit);
    }

    private void Reload(Job job)
    {
        UnitRuntime unit = job.Unit;
        if (unit.Unit.Service is not { Commands.Reload.Count: > 0 } || unit.Keeper is not { } keeper || !unit.IsActive)
        {
            manager.Jobs.Finish(job, "failed", $"Job type reload is not applicable for unit {unit.Id}.");
            return;
        }

        keeper.Ask(new KeeperRequest { Do = "reload" });
    }

    private void FinishStart(Job job, UnitRuntime unit)
    {
        bool isDone = unit.ActiveState == "inactive" && unit.Result is "success" or "exec-condition";
        manager.Jobs.Finish(job, isDone ? "done" : "failed", isDone ? "" :
            $"Job for {unit.Id} failed because {Reason(unit)}.\n" +
            $"See \"systemctl status {unit.Id}\" and \"journalctl -xeu {unit.Id}\" for details.");
    }

    private static string Reason(UnitRuntime unit) => unit.Result switch
    {
        "exit-code" => "the control process exited with error code",
        "signal" => "a fatal signal was delivered to the control process",
        "core-dump" => "a fatal signal was delivered causing the control process to dump core",
        "timeout" => "a timeout was exceeded",
        "watchdog" => "the service failed to send watchdog ping",
        "resources" => "of unavailable resources or another system error",
        "start-limit-hit" => "start of the service was attempted too often",
        "protocol" => "the service did not take the steps required by its unit configuration",
        _ => "of its result: " + unit.Result,
    };
}
