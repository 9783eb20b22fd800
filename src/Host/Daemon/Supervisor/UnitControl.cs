using System.Text;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Keeper;
using Ptracer.Units;
using JobMode = Ptracer.Host.Daemon.Control.JobMode;
using UnitText = Ptracer.Host.Daemon.Control.UnitText;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>The units of guests for the daemon's clients.</summary>
internal sealed class UnitControl(DaemonControl daemon) : IUnitControl
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitInfo>> List(string guest, CancellationToken cancel) => daemon.Loop.Call<IReadOnlyList<UnitInfo>>(() =>
    {
        GuestManager manager = daemon.Manager(guest);
        ProcessTable processes = ProcessTable.Read();
        return [.. manager.Units.All.OrderBy(unit => unit.Id, StringComparer.Ordinal).Select(unit => UnitDescription.Info(manager, unit, processes))];
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitFileInfo>> ListFiles(string guest, CancellationToken cancel) =>
        daemon.Loop.Call<IReadOnlyList<UnitFileInfo>>(() => new UnitFileChanger(daemon.Manager(guest)).List());

    /// <inheritdoc/>
    public Task<UnitInfo> Get(string guest, string unit, CancellationToken cancel) => daemon.Loop.Call(() =>
    {
        GuestManager manager = daemon.Manager(guest);
        return UnitDescription.Info(manager, Find(manager, unit), ProcessTable.Read());
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyValuePair<string, string>>> Show(string guest, string unit, CancellationToken cancel) =>
        daemon.Loop.Call<IReadOnlyList<KeyValuePair<string, string>>>(() =>
        {
            GuestManager manager = daemon.Manager(guest);
            return UnitProperties.Of(manager, Find(manager, unit));
        });

    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitText>> Cat(string guest, string unit, CancellationToken cancel) =>
        daemon.Loop.Call<IReadOnlyList<UnitText>>(() =>
        {
            GuestManager manager = daemon.Manager(guest);
            Unit found = Find(manager, unit).Unit;
            if (found.FragmentPath is null)
            {
                throw new ControlException(ControlError.NotFound, $"No files found for {found.Id}.");
            }

            GuestUnitFiles files = new(manager.Files);
            return [.. new[] { found.FragmentPath }.Concat(found.DropInPaths)
                .Select(path => new UnitText(path, Encoding.UTF8.GetString(files.Read(path) ?? [])))];
        });

    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitEdge>> Dependencies(string guest, string unit, bool reversed, CancellationToken cancel) =>
        daemon.Loop.Call<IReadOnlyList<UnitEdge>>(() =>
            [.. Find(daemon.Manager(guest), unit).All(reversed).Select(edge => new UnitEdge(edge.Kind.ToString(), edge.Unit))]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<VerifyFinding>> Verify(string guest, string unit, CancellationToken cancel) =>
        daemon.Loop.Call<IReadOnlyList<VerifyFinding>>(() => UnitVerification.Of(Find(daemon.Manager(guest), unit).Unit));

    /// <inheritdoc/>
    public Task<JobResult> Run(string guest, string unit, JobKind kind, JobMode mode, CancellationToken cancel) =>
        daemon.Loop.Call<JobResult>(
            done =>
            {
                GuestManager manager = daemon.Manager(guest);
                if (!manager.Boot.IsRunning)
                {
                    throw new ControlException(ControlError.Conflict, $"guest {guest}: it is not running; start it: ptracer guest start {guest}");
                }

                UnitRuntime runtime = Find(manager, unit);
                JobKinds.Refuse(runtime, kind);
                void Tell(string result, string message) => done.TrySetResult(new JobResult(result, message));
                string? problem = kind == JobKind.Isolate
                    ? manager.Requests.Isolate(runtime, Tell)
                    : JobKinds.TypeOf(runtime, kind) is { } type ? manager.Requests.Add(runtime, type, mode, Tell) : JobKinds.Nothing(Tell);
                if (problem is not null)
                {
                    throw new ControlException(ControlError.Refused, $"Failed to {JobKinds.Word(kind)} {runtime.Id}: {problem}");
                }

                if (mode == JobMode.NoBlock)
                {
                    Tell("queued", "");
                }
            },
            cancel);

    /// <inheritdoc/>
    public Task Kill(string guest, string unit, int signal, string whom, CancellationToken cancel) => daemon.Loop.Call(() =>
    {
        UnitRuntime runtime = Find(daemon.Manager(guest), unit);
        return runtime.Keeper?.Ask(new KeeperRequest { Do = "kill", Signal = signal, Whom = whom }) == true
            ? true
            : throw new ControlException(ControlError.Conflict, $"Unit {runtime.Id} not loaded or has no processes.");
    });

    /// <inheritdoc/>
    public Task ResetFailed(string guest, string? unit, CancellationToken cancel) => daemon.Loop.Call(() =>
    {
        GuestManager manager = daemon.Manager(guest);
        IEnumerable<UnitRuntime> units = unit is null ? manager.Units.All.ToArray() : [Find(manager, unit)];
        foreach (UnitRuntime runtime in units)
        {
            if (runtime is { ActiveState: "failed", Keeper: null })
            {
                runtime.Snapshot = null;
                new KeeperPlace(manager.Guest.StatePath, runtime.Id).ForgetState();
                manager.Moved(runtime, "inactive", "dead", "success");
            }
        }

        return true;
    });

    /// <inheritdoc/>
    public Task<UnitFileChanges> ChangeFiles(
        string guest, UnitFileVerb verb, IReadOnlyList<string> units, bool runtime, CancellationToken cancel) =>
        daemon.Loop.Call(() =>
        {
            GuestManager manager = daemon.Manager(guest);
            UnitFileChanges changes = new UnitFileChanger(manager).Change(verb, [.. units.Select(UnitDescription.FullName)], runtime);
            manager.Reload();
            return changes;
        });

    /// <inheritdoc/>
    public Task Reload(string guest, CancellationToken cancel) => daemon.Loop.Call(() =>
    {
        daemon.Manager(guest).Reload();
        return true;
    });

    /// <inheritdoc/>
    public Task<string> GetDefault(string guest, CancellationToken cancel) =>
        daemon.Loop.Call(() => daemon.Manager(guest).DefaultTarget());

    /// <inheritdoc/>
    public Task<UnitFileChanges> SetDefault(string guest, string target, CancellationToken cancel) => daemon.Loop.Call(() =>
    {
        GuestManager manager = daemon.Manager(guest);
        UnitFileChanges changes = new UnitFileChanger(manager).SetDefault(UnitDescription.FullName(target));
        manager.Reload();
        return changes;
    });

    private static UnitRuntime Find(GuestManager manager, string name)
    {
        string full = UnitDescription.FullName(name);
        return UnitName.IsLoadable(full)
            ? manager.Units.Get(full)
            : throw new ControlException(ControlError.Invalid, $"Invalid unit name \"{name}\"; write NAME.service, NAME@INSTANCE.service");
    }
}
