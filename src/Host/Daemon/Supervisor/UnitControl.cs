using Ptracer.Host.Daemon.Control;
using JobMode = Ptracer.Host.Daemon.Control.JobMode;
using UnitText = Ptracer.Host.Daemon.Control.UnitText;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>The units of guests for the daemon's clients.</summary>
internal sealed class UnitControl(DaemonControl daemon) : IUnitControl
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitInfo>> List(string guest, CancellationToken cancel) =>
        daemon.Loop.Call(() => UnitDescription.All(daemon.Manager(guest)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitFileInfo>> ListFiles(string guest, CancellationToken cancel) =>
        daemon.Loop.Call<IReadOnlyList<UnitFileInfo>>(() => new UnitFileChanger(daemon.Manager(guest)).List());

    /// <inheritdoc/>
    public Task<UnitInfo> Get(string guest, string unit, CancellationToken cancel) =>
        daemon.Loop.Call(() => UnitDescription.Info(daemon.Manager(guest), unit));

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyValuePair<string, string>>> Show(string guest, string unit, CancellationToken cancel) =>
        daemon.Loop.Call<IReadOnlyList<KeyValuePair<string, string>>>(() =>
        {
            GuestManager manager = daemon.Manager(guest);
            return UnitProperties.Of(manager, UnitDescription.Find(manager, unit));
        });

    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitText>> Cat(string guest, string unit, CancellationToken cancel) =>
        daemon.Loop.Call(() => UnitDescription.Files(daemon.Manager(guest), UnitDescription.Find(daemon.Manager(guest), unit).Unit));

    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitEdge>> Dependencies(string guest, string unit, bool reversed, CancellationToken cancel) =>
        daemon.Loop.Call<IReadOnlyList<UnitEdge>>(() =>
            UnitDescription.Edges(UnitDescription.Find(daemon.Manager(guest), unit), reversed));

    /// <inheritdoc/>
    public Task<IReadOnlyList<VerifyFinding>> Verify(string guest, string unit, CancellationToken cancel) =>
        daemon.Loop.Call<IReadOnlyList<VerifyFinding>>(() => UnitVerification.Of(UnitDescription.Find(daemon.Manager(guest), unit).Unit));

    /// <inheritdoc/>
    public Task<JobResult> Run(string guest, string unit, JobKind kind, JobMode mode, CancellationToken cancel) =>
        daemon.Loop.Call<JobResult>(
            done => JobKinds.Begin(daemon.Manager(guest), UnitDescription.Find(daemon.Manager(guest), unit), kind, mode, done),
            cancel);

    /// <inheritdoc/>
    public Task Kill(string guest, string unit, int signal, string whom, CancellationToken cancel) => daemon.Loop.Call(() =>
    {
        UnitKeepers.Kill(UnitDescription.Find(daemon.Manager(guest), unit), signal, whom);
        return true;
    });

    /// <inheritdoc/>
    public Task ResetFailed(string guest, string? unit, CancellationToken cancel) => daemon.Loop.Call(() =>
    {
        GuestManager manager = daemon.Manager(guest);
        foreach (UnitRuntime runtime in unit is null ? [.. manager.Units.All] : new[] { UnitDescription.Find(manager, unit) })
        {
            manager.Keepers.Forget(runtime);
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
}
