using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Endpoints;
using Ptracer.Host.Http.Json;

namespace Ptracer.Host.Http.Client;

/// <summary>The units of guests, by the API.</summary>
internal sealed class UnitClient(DaemonWire wire) : IUnitControl
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitInfo>> List(string guest, CancellationToken cancel) =>
        wire.Json(ClientRequest.Get(Guest(guest) + "/units"), ApiJson.Default.IReadOnlyListUnitInfo, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitFileInfo>> ListFiles(string guest, CancellationToken cancel) =>
        wire.Json(ClientRequest.Get(Guest(guest) + "/unit-files"), ApiJson.Default.IReadOnlyListUnitFileInfo, cancel);

    /// <inheritdoc/>
    public Task<UnitInfo> Get(string guest, string unit, CancellationToken cancel) =>
        wire.Json(ClientRequest.Get(Unit(guest, unit)), ApiJson.Default.UnitInfo, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyValuePair<string, string>>> Show(string guest, string unit, CancellationToken cancel) =>
        wire.Json(
            ClientRequest.Get(Unit(guest, unit) + "/properties"),
            ApiJson.Default.IReadOnlyListKeyValuePairStringString, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitText>> Cat(string guest, string unit, CancellationToken cancel) =>
        wire.Json(ClientRequest.Get(Unit(guest, unit) + "/files"), ApiJson.Default.IReadOnlyListUnitText, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<UnitEdge>> Dependencies(
        string guest, string unit, bool reversed, CancellationToken cancel) =>
        wire.Json(
            ClientRequest.Get(Unit(guest, unit) + "/dependencies" + (reversed ? "?reverse=true" : "")),
            ApiJson.Default.IReadOnlyListUnitEdge, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<VerifyFinding>> Verify(string guest, string unit, CancellationToken cancel) =>
        wire.Json(
            ClientRequest.Get(Unit(guest, unit) + "/findings"), ApiJson.Default.IReadOnlyListVerifyFinding, cancel);

    /// <inheritdoc/>
    public Task<JobResult> Run(string guest, string unit, JobKind kind, JobMode mode, CancellationToken cancel) =>
        wire.Json(
            ClientRequest.Send(
                "POST", Unit(guest, unit) + "/jobs", new JobRequest(Words.Of(kind), Words.Of(mode)),
                ApiJson.Default.JobRequest),
            ApiJson.Default.JobResult, cancel);

    /// <inheritdoc/>
    public Task Kill(string guest, string unit, int signal, string whom, CancellationToken cancel) =>
        wire.Done(
            ClientRequest.Send(
                "POST", Unit(guest, unit) + "/kill", new KillRequest(signal, whom), ApiJson.Default.KillRequest),
            cancel);

    /// <inheritdoc/>
    public Task ResetFailed(string guest, string? unit, CancellationToken cancel) =>
        wire.Done(
            ClientRequest.Post((unit is null ? Guest(guest) : Unit(guest, unit)) + "/reset-failed"), cancel);

    /// <inheritdoc/>
    public Task<UnitFileChanges> ChangeFiles(
        string guest, UnitFileVerb verb, IReadOnlyList<string> units, bool runtime, CancellationToken cancel) =>
        wire.Json(
            ClientRequest.Send(
                "POST", Guest(guest) + "/unit-files", new UnitFilesRequest(Words.Of(verb), units, runtime),
                ApiJson.Default.UnitFilesRequest),
            ApiJson.Default.UnitFileChanges, cancel);

    /// <inheritdoc/>
    public Task Reload(string guest, CancellationToken cancel) =>
        wire.Done(ClientRequest.Post(Guest(guest) + "/daemon-reload"), cancel);

    /// <inheritdoc/>
    public async Task<string> GetDefault(string guest, CancellationToken cancel) =>
        (await wire.Json(
            ClientRequest.Get(Guest(guest) + "/default-target"), ApiJson.Default.TargetPayload, cancel)).Target;

    /// <inheritdoc/>
    public Task<UnitFileChanges> SetDefault(string guest, string target, CancellationToken cancel) =>
        wire.Json(
            ClientRequest.Send(
                "PUT", Guest(guest) + "/default-target", new TargetPayload(target), ApiJson.Default.TargetPayload),
            ApiJson.Default.UnitFileChanges, cancel);

    private static string Guest(string guest) => GuestClient.Path(guest);

    private static string Unit(string guest, string unit) => $"{Guest(guest)}/units/{Uri.EscapeDataString(unit)}";
}
