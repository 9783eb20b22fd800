using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Posix;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// The manager of a guest's units: what systemd's PID 1 is to a machine. Everything happens on the daemon's loop. It can
/// die at any moment: the units are kept by their keepers, and what a manager must know is in the guest's state.
/// </summary>
internal sealed class GuestManager : IJobRunner
{
    private readonly UnitActions _actions;
    private readonly UnitReactions _reactions;
    private readonly Action<StateChange> _changed;

    /// <summary>Nothing is started or taken over yet.</summary>
    public GuestManager(EventLoop loop, StoredGuest guest, Action<StateChange> changed)
    {
        (Loop, Guest, _changed) = (loop, guest, changed);
        Files = new GuestFiles(guest.RootfsPath);
        Boot = new GuestBoot(guest.StatePath);
        Units = new UnitSet(Files, () => Boot.Id);
        Jobs = new JobQueue(Units, this);
        Life = new GuestLife(this);
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

    /// <summary>Its start and its end.</summary>
    public GuestLife Life { get; }

    /// <summary>Its timers.</summary>
    public TimerSchedule Timers { get; }

    /// <summary>Its watched paths.</summary>
    public PathWatches Paths { get; }

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

    /// <summary>A unit without a keeper that was active under an earlier daemon.</summary>
    public void Resume(UnitRuntime unit, ActiveUnit before) => _actions.Resume(unit, before);

    /// <summary>Tells that the guest is in another state.</summary>
    public void Say(string active, string sub) =>
        _changed(new StateChange(Guest.Name, null, active, sub, DateTimeOffset.UtcNow));

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
        if (!unit.IsInactive && before is "inactive" or "failed")
        {
            unit.StartedSince = unit.Since;
        }

        if (unit.IsActive && before is not ("active" or "reloading"))
        {
            unit.ActiveSince = unit.Since;
        }
        else if (unit.IsInactive && before is not ("inactive" or "failed"))
        {
            unit.InactiveSince = unit.Since;
        }

        Tell(unit);
        Life.Save();
        _actions.Settle(unit);
        if (active != before)
        {
            _reactions.To(unit, before);
            Timers.UnitMoved(unit);
            Paths.UnitMoved(unit);
        }

        Jobs.Dispatch();
    }

    private void Tell(UnitRuntime unit) => _changed(new StateChange(
        Guest.Name, unit.Id, unit.ActiveState, unit.SubState, unit.Since ?? DateTimeOffset.UtcNow));
}
