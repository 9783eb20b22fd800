using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Daemon.Keeper;
using Ptracer.Host.Posix;
using Ptracer.Units;
using JobMode = Ptracer.Host.Daemon.Control.JobMode;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// The manager of a guest's units: what systemd's PID 1 is to a machine. Everything happens on the daemon's loop. It can
/// die at any moment: the units are kept by their keepers, and what a manager must know is in the guest's state.
/// </summary>
internal sealed class GuestManager : IJobRunner
{
    private readonly UnitActions _actions;
    private readonly UnitReactions _reactions;
    private readonly ManagerState _state;
    private readonly Action<StateChange> _changed;
    private EventLoop.Timer? _unsaved;
    private bool _isTakingOver;

    /// <summary>Nothing is started or taken over yet.</summary>
    public GuestManager(EventLoop loop, StoredGuest guest, Action<StateChange> changed)
    {
        (Loop, Guest, _changed) = (loop, guest, changed);
        Files = new GuestFiles(guest.RootfsPath);
        Boot = new GuestBoot(guest.StatePath);
        Units = new UnitSet(Files, () => Boot.Id);
        Jobs = new JobQueue(Units, this);
        _state = new ManagerState(guest.StatePath);
        Timers = new TimerSchedule(this);
        Paths = new PathWatches(this);
        Keepers = new UnitKeepers(this);
        Requests = new JobRequests(this);
        _reactions = new UnitReactions(this);
        _actions = new UnitActions(this);
    }

    /// <summary>The daemon's loop.</summary>
    public EventLoop Loop { get; }

    /// <summary>The guest.</summary>
    public StoredGuest Guest { get; private set; }

    /// <summary>Its files.</summary>
    public GuestFiles Files { get; }

    /// <summary>Its boot.</summary>
    public GuestBoot Boot { get; }

    /// <summary>Its units.</summary>
    public UnitSet Units { get; }

    /// <summary>Its jobs.</summary>
    public JobQueue Jobs { get; }

    /// <summary>What makes jobs.</summary>
    public JobRequests Requests { get; }

    /// <summary>The keepers of its services and sockets.</summary>
    public UnitKeepers Keepers { get; }

    /// <summary>Whether it is being stopped.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Its timers.</summary>
    public TimerSchedule Timers { get; }

    /// <summary>Its watched paths.</summary>
    public PathWatches Paths { get; }

    /// <summary>Starts the guest: /run is new, and what the default target wants is started.</summary>
    /// <param name="done">Hears how the default target's job ended.</param>
    public void Start(Action<string, string> done)
    {
        if (Boot.IsRunning)
        {
            done("done", "");
            return;
        }

        foreach (string id in KeeperPlace.Units(Guest.StatePath))
        {
            new KeeperPlace(Guest.StatePath, id).Clear();
        }

        Boot.Begin();
        GuestRun.Prepare(Files);
        Units.Reload();
        _changed(new StateChange(Guest.Name, null, "running", "running", DateTimeOffset.UtcNow));
        if (Requests.Add(Units.Get(DefaultTarget()), JobType.Start, JobMode.Replace, (result, message) =>
            {
                _state.IsBooted = true;
                Save();
                done(result, message);
            }) is { } problem)
        {
            _state.IsBooted = true;
            Save();
            done("failed", problem);
        }
    }

    /// <summary>Stops every unit, in order, and ends the boot.</summary>
    public void Stop(Action done)
    {
        IsStopping = true;
        Dictionary<string, JobType> jobs = Units.All.Where(unit => !unit.IsInactive || unit.SubState == "auto-restart")
            .ToDictionary(unit => unit.Id, _ => JobType.Stop);
        foreach (Job job in Jobs.All.Where(job => job.Type != JobType.Stop).ToArray())
        {
            Jobs.Cancel(job);
        }

        int left = 1;
        foreach (Job job in Jobs.Install(jobs, ignoresOrder: false).Values)
        {
            left++;
            job.WhenDone((_, _) => Done());
        }

        Done();

        void Done()
        {
            if (--left == 0)
            {
                IsStopping = false;
                Boot.End();
                _state.Clear();
                _changed(new StateChange(Guest.Name, null, "stopped", "dead", DateTimeOffset.UtcNow));
                done();
            }
        }
    }

    /// <summary>Finds what an earlier daemon has left running, and goes on where it was.</summary>
    public void TakeOver()
    {
        if (!Boot.IsRunning)
        {
            return;
        }

        _state.Load();
        _isTakingOver = true; // what is on disk stays until all of it is here: we may be killed as well
        foreach (ActiveUnit active in _state.Active)
        {
            UnitRuntime unit = Units.Get(active.Name);
            if (unit.Unit.Service is null && unit.Unit.Socket is null)
            {
                _actions.Resume(unit, active);
            }
        }

        foreach (string id in KeeperPlace.Units(Guest.StatePath))
        {
            Keepers.TakeOver(Units.Get(id));
        }

        _isTakingOver = false;
        Save();

        if (!_state.IsBooted)
        {
            // The one before died while it booted: what has not been started yet is.
            Requests.Add(Units.Get(DefaultTarget()), JobType.Start, JobMode.Replace, (_, _) =>
            {
                _state.IsBooted = true;
                Save();
            });
        }
    }

    /// <summary>Reads the unit files again.</summary>
    public void Reload()
    {
        Units.Reload();
        Timers.Recompute();
    }

    /// <summary>The settings have changed.</summary>
    public void Renew(StoredGuest guest) => Guest = guest;

    /// <summary>default.target, or what stands in for it.</summary>
    public string DefaultTarget()
    {
        Unit target = Units.Catalog.Load("default.target");
        return target.LoadState == UnitLoadState.Loaded ? target.Id : "multi-user.target";
    }

    /// <inheritdoc/>
    public void Run(Job job) => _actions.Run(job);

    /// <inheritdoc/>
    public void JobEnded(Job job, string result)
    {
        // A unit that has failed itself has said so by its state.
        if (result == "dependency" && job.Type != JobType.VerifyActive)
        {
            _reactions.Start(job.Unit, DependencyKind.OnFailure);
        }
    }

    /// <inheritdoc/>
    public void CycleFound(UnitRuntime unit) => Cli.Terminal.WriteError(
        $"ptracer daemon: guest {Guest.Name}: {unit.Id} is in a cycle of After= and Before=; its job runs at once. See: ptracer systemctl show -p After,Before {unit.Id}\n");

    /// <inheritdoc/>
    public void DependencyFailed(UnitRuntime unit) => Tell(unit);

    /// <summary>A unit is in another state: those that it concerns are told, started or stopped.</summary>
    public void Moved(UnitRuntime unit, string active, string sub, string result)
    {
        (string before, string subBefore) = (unit.ActiveState, unit.SubState);
        (unit.ActiveState, unit.SubState, unit.Result) = (active, sub, result);
        if (active == before && sub == subBefore)
        {
            return;
        }

        unit.Since = DateTimeOffset.UtcNow;
        if (unit.IsActive && before is not ("active" or "reloading"))
        {
            unit.ActiveSince = unit.Since;
        }
        else if (unit.IsInactive && before is not ("inactive" or "failed"))
        {
            unit.InactiveSince = unit.Since;
        }

        Tell(unit);
        Save();
        _actions.Settle(unit);
        if (active != before)
        {
            _reactions.To(unit, before);
            Timers.UnitMoved(unit);
            Paths.UnitMoved(unit);
        }

        Jobs.Dispatch();
    }

    /// <summary>Keeps what a later daemon must know. While the disk is full it is tried again each second.</summary>
    public void Save()
    {
        if (!Boot.IsRunning || _isTakingOver)
        {
            return;
        }

        try
        {
            _state.Save(Units.All.Where(unit => unit.IsActive && unit.Unit.Service is null && unit.Unit.Socket is null)
                .Select(unit => new ActiveUnit(unit.Id, unit.ActiveSince, unit.LastTrigger)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            const int TryAgainMs = 1000;
            if (_unsaved is null or { IsCancelled: true })
            {
                _unsaved = Loop.After(TryAgainMs, Save);
            }
        }
    }

    private void Tell(UnitRuntime unit) => _changed(new StateChange(
        Guest.Name, unit.Id, unit.ActiveState, unit.SubState, unit.Since ?? DateTimeOffset.UtcNow));
}
