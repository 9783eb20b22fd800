using Ptracer.Host.Daemon.Keeper;
using Ptracer.Host.Posix;
using JobMode = Ptracer.Host.Daemon.Control.JobMode;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>The start and the end of a guest, and what a later daemon must know to go on in between.</summary>
internal sealed class GuestLife(GuestManager manager)
{
    private readonly ManagerState _state = new(manager.Guest.StatePath);
    private EventLoop.Timer? _unsaved;
    private bool _isTakingOver;

    /// <summary>Whether the guest is being stopped.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Starts the guest: /run is new, and what the default target wants is started.</summary>
    /// <param name="done">Hears how the default target's job ended.</param>
    public void Start(Action<string, string> done)
    {
        if (manager.Boot.IsRunning)
        {
            done("done", "");
            return;
        }

        foreach (string id in KeeperPlace.Units(manager.Guest.StatePath))
        {
            new KeeperPlace(manager.Guest.StatePath, id).Clear();
        }

        manager.Boot.Begin();
        GuestRun.Prepare(manager.Files);
        manager.Units.Reload();
        manager.Say("running", "running");
        if (manager.Requests.Add(manager.Units.Get(manager.DefaultTarget()), JobType.Start, JobMode.Replace, (result, message) =>
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
        Dictionary<string, JobType> jobs = manager.Units.All.Where(unit => !unit.IsInactive || unit.SubState == "auto-restart")
            .ToDictionary(unit => unit.Id, _ => JobType.Stop);
        foreach (Job job in manager.Jobs.All.Where(job => job.Type != JobType.Stop).ToArray())
        {
            manager.Jobs.Cancel(job);
        }

        int left = 1;
        foreach (Job job in manager.Jobs.Install(jobs, ignoresOrder: false).Values)
        {
            left++;
            job.WhenDone((_, _) => Done());
        }

        Done();

        void Done()
        {
            if (--left == 0)
            {
                new Leftovers(manager).End(Ended);
            }
        }

        void Ended()
        {
            IsStopping = false;
            manager.Boot.End();
            _state.Clear();
            manager.Say("stopped", "dead");
            done();
        }
    }

    /// <summary>Finds what an earlier daemon has left running, and goes on where it was.</summary>
    public void TakeOver()
    {
        if (!manager.Boot.IsRunning)
        {
            return;
        }

        _state.Load();
        _isTakingOver = true; // what is on disk stays until all of it is here: we may be killed as well
        foreach (ActiveUnit active in _state.Active)
        {
            UnitRuntime unit = manager.Units.Get(active.Name);
            if (unit.Unit.Service is null && unit.Unit.Socket is null)
            {
                manager.Resume(unit, active);
            }
        }

        foreach (string id in KeeperPlace.Units(manager.Guest.StatePath))
        {
            manager.Keepers.TakeOver(manager.Units.Get(id));
        }

        _isTakingOver = false;
        Save();

        if (!_state.IsBooted)
        {
            // The one before died while it booted: what has not been started yet is.
            manager.Requests.Add(manager.Units.Get(manager.DefaultTarget()), JobType.Start, JobMode.Replace, (_, _) =>
            {
                _state.IsBooted = true;
                Save();
            });
        }
    }

    /// <summary>Keeps what a later daemon must know. While the disk is full it is tried again each second.</summary>
    public void Save()
    {
        if (!manager.Boot.IsRunning || _isTakingOver)
        {
            return;
        }

        try
        {
            _state.Save(manager.Units.All.Where(unit => unit.IsActive && unit.Unit.Service is null && unit.Unit.Socket is null)
                .Select(unit => new ActiveUnit(unit.Id, unit.ActiveSince, unit.LastTrigger)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            const int TryAgainMs = 1000;
            if (_unsaved is null or { IsCancelled: true })
            {
                _unsaved = manager.Loop.After(TryAgainMs, Save);
            }
        }
    }
}
