using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>The guests for the daemon's clients: the store, with what runs.</summary>
internal sealed class GuestControl(DaemonControl daemon) : IGuestControl
{
    /// <inheritdoc/>
    public IReadOnlyList<GuestInfo> List() =>
        daemon.Loop.Call<IReadOnlyList<GuestInfo>>(() => [.. daemon.Store.List().Select(Live)]).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public GuestInfo Get(string name) => daemon.Loop.Call(() => Live(daemon.Store.Get(name))).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async Task<GuestInfo> Create(GuestCreation creation, IProgress<CreationProgress> progress, CancellationToken cancel) =>
        Told(await daemon.Store.Creation.Create(creation, progress, cancel));

    /// <inheritdoc/>
    public async Task<GuestInfo> Upload(
        string name, Stream archive, GuestSettings settings, IProgress<CreationProgress> progress, CancellationToken cancel) =>
        Told(await daemon.Store.Creation.Upload(name, archive, settings, progress, cancel));

    /// <inheritdoc/>
    public GuestInfo Set(string name, GuestSettings settings)
    {
        daemon.Store.Set(name, settings);
        return Told(Get(name));
    }

    /// <inheritdoc/>
    public async Task<GuestInfo> Clone(string name, string copy, CancellationToken cancel) =>
        Told(await daemon.Store.Clone(name, copy, new Progress<CreationProgress>(), cancel));

    /// <inheritdoc/>
    public GuestInfo Rename(string name, string newName)
    {
        ForgetStopped(name, cancel: default).GetAwaiter().GetResult();
        return Told(daemon.Store.Rename(name, newName));
    }

    /// <inheritdoc/>
    public async Task Remove(string name, CancellationToken cancel)
    {
        await ForgetStopped(name, cancel);
        await daemon.Store.Remove(name, cancel);
        daemon.Tell(new StateChange(name, null, "removed", "dead", DateTimeOffset.UtcNow));
    }

    /// <inheritdoc/>
    public Task Start(string name, CancellationToken cancel) => daemon.Loop.Call<bool>(
        done =>
        {
            GuestManager manager = daemon.Manager(name);
            daemon.SayBooted(manager.Guest);
            manager.Life.Start((_, _) => done.TrySetResult(true));
        },
        cancel);

    /// <inheritdoc/>
    public Task Stop(string name, CancellationToken cancel) => daemon.Loop.Call<bool>(
        done =>
        {
            GuestManager manager = daemon.Manager(name);
            if (manager.Boot.IsRunning)
            {
                manager.Life.Stop(() => done.TrySetResult(true));
            }
            else
            {
                done.TrySetResult(true);
            }
        },
        cancel);

    private Task<bool> ForgetStopped(string name, CancellationToken cancel) => daemon.Loop.Call<bool>(
        done =>
        {
            if (daemon.Manager(name).Boot.IsRunning)
            {
                throw new ControlException(ControlError.Conflict, $"guest {name}: it is running; stop it first: ptracer guest stop {name}");
            }

            daemon.Forget(name);
            done.TrySetResult(true);
        },
        cancel);

    private GuestInfo Told(GuestInfo guest)
    {
        daemon.Tell(new StateChange(guest.Name, null, guest.Running ? "running" : "stopped", "changed", DateTimeOffset.UtcNow));
        return guest;
    }

    private GuestInfo Live(GuestInfo guest)
    {
        GuestManager manager = daemon.Manager(guest.Name);
        IReadOnlyCollection<UnitRuntime> units = manager.Units.All;
        return guest with
        {
            Running = manager.Boot.IsRunning,
            Units = new UnitCounts(
                units.Count(unit => unit.IsActive),
                units.Count(unit => unit.ActiveState == "failed"),
                units.Count(unit => unit.ActiveState == "inactive")),
        };
    }
}
