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
    private readonly ManagerState _state;
    private readonly Action<StateChange> _changed;
    private EventLoop.Timer? _unsaved;
    private bool _isTakingOver;
    private bool _isStopping;

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
        if (Request(Units.Get(DefaultTarget()), JobType.Start, JobMode.Replace, (result, message) =>
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
        _isStopping = true;
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
                _isStopping = false;
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
            _actions.TakeOver(Units.Get(id));
        }

        _isTakingOver = false;
        Save();

        if (!_state.IsBooted)
        {
            // The one before died while it booted: what has not been started yet is.
            Request(Units.Get(DefaultTarget()), JobType.Start, JobMode.Replace, (_, _) =>
            {
                _state.IsBooted = true;
                Save();
            });
        }
    }

    /// <summary>Queues a job with all that it needs.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="type">What is done.</param>
    /// <param name="mode">What happens to jobs that contradict it.</param>
    /// <param name="done">Hears its end: systemd's result, and a line for a person.</param>
    /// <returns>Null: it is queued or done; else a line that says why not.</returns>
    public string? Request(UnitRuntime unit, JobType type, JobMode mode, Action<string, string>? done)
    {
        if (type is not JobType.Stop && (_isStopping || !Boot.IsRunning))
        {
            return $"Guest {Guest.Name} is {(_isStopping ? "being stopped" : "not running")}.";
        }

        TransactionBuilder transaction = new(Units);
        if (mode == JobMode.IgnoreDependencies)
        {
            if (TransactionBuilder.Problem(unit) is { } problem && type == JobType.Start)
            {
                return problem;
            }

            return Queue(unit, new Dictionary<string, JobType> { [unit.Id] = type }, mode, done);
        }

        return transaction.Add(unit, type, isRequired: true) ??
            (mode == JobMode.Fail ? Jobs.Conflict(transaction.Jobs) : null) ??
            Queue(unit, transaction.Jobs, mode, done);
    }

    /// <summary>Starts a unit and stops all that it does not need.</summary>
    public string? Isolate(UnitRuntime unit, Action<string, string> done)
    {
        TransactionBuilder transaction = new(Units);
        if (transaction.Add(unit, JobType.Start, isRequired: true) is { } problem)
        {
            return problem;
        }

        Dictionary<string, JobType> jobs = new(transaction.Jobs, StringComparer.Ordinal);
        foreach (UnitRuntime other in Units.All)
        {
            if (!other.IsInactive && !jobs.ContainsKey(other.Id) && other.Unit.Section.IgnoreOnIsolate != true &&
                other.Unit.Type is not (UnitType.Slice or UnitType.Mount or UnitType.Scope))
            {
                jobs.Add(other.Id, JobType.Stop);
            }
        }

        return Queue(unit, jobs, JobMode.Replace, done);
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
            Trigger(job.Unit, DependencyKind.OnFailure);
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
            Propagate(unit, before);
            Timers.UnitMoved(unit);
            Paths.UnitMoved(unit);
        }

        Jobs.Dispatch();
    }

    /// <summary>Starts what a unit triggers.</summary>
    public void Trigger(UnitRuntime unit, DependencyKind kind)
    {
        foreach (string id in unit.Of(kind).ToArray())
        {
            Request(Units.Get(id), JobType.Start, JobMode.Replace, null);
        }
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

    private string? Queue(
        UnitRuntime unit, IReadOnlyDictionary<string, JobType> jobs, JobMode mode, Action<string, string>? done)
    {
        // The waiter is in before anything runs: a job may end at once.
        Dictionary<string, JobType> ordered = new(jobs, StringComparer.Ordinal);
        bool told = false;
        void Once(string result, string message)
        {
            if (!told)
            {
                told = true;
                done?.Invoke(result, message);
            }
        }

        Jobs.Watch(unit.Id, Once);
        IReadOnlyDictionary<string, Job> installed = Jobs.Install(ordered, mode == JobMode.IgnoreDependencies);
        if (!installed.ContainsKey(unit.Id))
        {
            Jobs.Unwatch(unit.Id, Once);
            Once("done", ""); // it is as it shall be
        }

        return null;
    }

    private void Propagate(UnitRuntime unit, string before)
    {
        if (unit.IsInactive && before is not ("inactive" or "failed"))
        {
            foreach (string id in unit.By(DependencyKind.BindsTo).Concat(unit.Of(DependencyKind.PropagatesStopTo)).ToArray())
            {
                if (Units.Find(id) is { IsInactive: false, Job: null } bound)
                {
                    Request(bound, JobType.Stop, JobMode.Replace, null);
                }
            }

            if (unit.ActiveState == "failed")
            {
                Trigger(unit, DependencyKind.OnFailure);
            }
            else
            {
                Trigger(unit, DependencyKind.OnSuccess);
            }

            foreach (string id in unit.By(DependencyKind.Upholds).ToArray())
            {
                if (Units.Find(id) is { IsActive: true } && unit.Job is null)
                {
                    Request(unit, JobType.Start, JobMode.Replace, null);
                }
            }

            StopUnneeded(unit);
        }
    }

    /// <summary>StopWhenUnneeded= of what a unit needed.</summary>
    private void StopUnneeded(UnitRuntime unit)
    {
        DependencyKind[] needs = [DependencyKind.Requires, DependencyKind.Wants, DependencyKind.BindsTo, DependencyKind.Requisite];
        foreach (string id in needs.SelectMany(unit.Of).Distinct().ToArray())
        {
            if (Units.Find(id) is { IsActive: true, Job: null } needed && needed.Unit.Section.StopWhenUnneeded &&
                !needs.SelectMany(needed.By).Any(other => Units.Find(other) is { IsInactive: false }))
            {
                Request(needed, JobType.Stop, JobMode.Replace, null);
            }
        }
    }
}
