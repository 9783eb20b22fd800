using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Keeper;
using Ptracer.Host.Posix;
using JobMode = Ptracer.Host.Daemon.Control.JobMode;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>The keepers of a guest's services and sockets: started, found again, and heard.</summary>
internal sealed class UnitKeepers(GuestManager manager)
{
    private const int LookAgainMs = 20;

    private readonly SocketActivation _sockets = new(manager);

    /// <summary>A unit that had a keeper under an earlier daemon.</summary>
    public void TakeOver(UnitRuntime unit)
    {
        KeeperPlace place = new(manager.Guest.StatePath, unit.Id);
        if (unit.Keeper is not null)
        {
            return;
        }

        if (KeeperLink.Connect(manager.Loop, place) is { } link)
        {
            Attach(unit, link);
            if (place.ReadState() is { } known)
            {
                Told(unit, link, known); // what it says itself arrives in a moment: nobody shall see it inactive until then
            }
        }
        else if (place.IsTaken())
        {
            // It was started a moment ago and does not listen yet, or ends just now.
            manager.Moved(unit, "activating", "start", "success");
            manager.Loop.After(LookAgainMs, () => TakeOver(unit));
        }
        else if (place.ReadState() is { } last)
        {
            Ended(unit, last);
        }
        else if (!unit.IsInactive)
        {
            Ended(unit, new KeeperSnapshot { State = "failed", Result = "resources" });
        }
    }

    /// <summary>Starts the keeper of a unit, unless there is one.</summary>
    /// <param name="job">The job that hears of a failure; null: none.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="connection">The connection that an instance of Accept= is for; null: none.</param>
    public void Start(Job? job, UnitRuntime unit, Descriptor? connection)
    {
        if (unit.Keeper is not null)
        {
            // It waits for its automatic restart: that comes now, by a keeper that begins anew.
            unit.Keeper.Ask(new KeeperRequest { Do = "start" });
            return;
        }

        try
        {
            KeeperPlace files = new(manager.Guest.StatePath, unit.Id);
            using Descriptor? place = files.TryTake();
            if (place is null)
            {
                TakeOver(unit); // an earlier daemon has started one
                return;
            }

            unit.Snapshot = null;
            List<string> sockets = [.. _sockets.Of(unit)];
            Attach(unit, KeeperLink.Start(manager.Loop, manager.Guest.Name, unit.Id, sockets, (place, files.Errors), connection));
            manager.Moved(unit, "activating", "start", "success");
        }
        catch (Exception failure) when (failure is PosixException or IOException or UnauthorizedAccessException)
        {
            manager.Moved(unit, "failed", "failed", "resources");
            if (job is not null)
            {
                manager.Jobs.Finish(job, "failed", $"{unit.Id}: its keeper cannot be started ({failure.Message})");
            }
        }
    }

    private void Attach(UnitRuntime unit, KeeperLink link)
    {
        unit.Keeper = link;
        link.Told += snapshot => Told(unit, link, snapshot);
        link.Gone += () => Gone(unit, link);
        if (unit.Unit.Socket is { Accept: true })
        {
            link.Accepted += connection => _sockets.StartInstance(unit, connection);
            link.Ask(new KeeperRequest { Do = "watch" });
        }
    }

    private void Told(UnitRuntime unit, KeeperLink link, KeeperSnapshot snapshot)
    {
        if (unit.Keeper != link)
        {
            return;
        }

        unit.Snapshot = snapshot;
        if (unit.Unit.Service is not null)
        {
            ServiceState state = ServiceStates.Parse(snapshot.State);
            if (state is ServiceState.Dead or ServiceState.Failed)
            {
                return; // it has not begun, or is over: that counts when the keeper has given the place away
            }

            manager.Moved(unit, state.ActiveState(), snapshot.State, snapshot.Result);
            unit.Since = DateTimeOffset.UnixEpoch.AddMicroseconds(snapshot.StateChangedUs); // its keeper saw it happen
            unit.ActiveSince = snapshot.ActiveSinceUs == 0 ? unit.ActiveSince : DateTimeOffset.UnixEpoch.AddMicroseconds(snapshot.ActiveSinceUs);
            _sockets.Tell(unit);
        }
        else
        {
            _sockets.Told(unit, snapshot);
        }
    }

    /// <summary>A keeper's connection has ended: its unit has, or it was killed.</summary>
    private void Gone(UnitRuntime unit, KeeperLink link)
    {
        if (unit.Keeper == link)
        {
            unit.Keeper = null;
            if (unit.Snapshot is null)
            {
                Ended(unit, new KeeperSnapshot { State = "failed", Result = "resources" }); // it ended before it began
            }
            else
            {
                TakeOver(unit);
            }
        }
    }

    /// <summary>No keeper of the unit lives, and this is the last that one told.</summary>
    private void Ended(UnitRuntime unit, KeeperSnapshot last)
    {
        if (unit is { IsInactive: true, Job: { IsRunning: true } job })
        {
            // Its run was over before the job began, and moves nothing: the job is done, or has yet to start one.
            manager.Loop.After(LookAgainMs, () => Again(unit, job));
        }

        if (last.State is "dead" or "failed")
        {
            unit.Snapshot = last;
            manager.Moved(unit, last.State == "dead" ? "inactive" : "failed", last.State, last.Result);
        }
        else
        {
            // Killed: its tracers, and with them all of the unit's processes, died with it.
            unit.Snapshot = last with { State = "failed", Result = "signal", MainPid = 0, ControlPid = 0, ExitSignal = Signals.Kill, ExitCode = null };
            manager.Moved(unit, "failed", "failed", "signal");
            if (unit.Unit.Service is { } service && ExitJudgement.Restarts(service, ServiceResult.Signal, new SessionExit(0, Signals.Kill)))
            {
                manager.Loop.After((long)Math.Min(service.RestartTime.Microseconds / 1000, int.MaxValue), () =>
                {
                    if (unit is { ActiveState: "failed", Job: null })
                    {
                        manager.Requests.Add(unit, JobType.Start, JobMode.Replace, null);
                    }
                });
            }
        }

        if (unit.Unit.Service is not null)
        {
            _sockets.Tell(unit);
            if (last.IsRestarting && unit.Job is null)
            {
                // A daemon that was to start it again has died meanwhile.
                manager.Requests.Add(unit, JobType.Start, JobMode.Replace, null);
            }
        }
    }

    private void Again(UnitRuntime unit, Job job)
    {
        if (unit.Job != job || !job.IsRunning || unit is not { IsInactive: true, Keeper: null })
        {
            return;
        }

        if (job.Type == JobType.Stop)
        {
            manager.Jobs.Finish(job, "done", "");
        }
        else if (job.IsStartingAgain)
        {
            Start(job, unit, null);
        }
    }

    /// <summary>Sends a signal to a unit's processes.</summary>
    /// <exception cref="ControlException">It has none.</exception>
    public static void Kill(UnitRuntime unit, int signal, string whom)
    {
        if (unit.Keeper?.Ask(new KeeperRequest { Do = "kill", Signal = signal, Whom = whom }) != true)
        {
            throw new ControlException(ControlError.Conflict, $"Unit {unit.Id} not loaded or has no processes.");
        }
    }

    /// <summary>Forgets that a unit has failed.</summary>
    public void Forget(UnitRuntime unit)
    {
        if (unit is { ActiveState: "failed", Keeper: null })
        {
            unit.Snapshot = null;
            new KeeperPlace(manager.Guest.StatePath, unit.Id).ForgetState();
            manager.Moved(unit, "inactive", "dead", "success");
        }
    }
}
