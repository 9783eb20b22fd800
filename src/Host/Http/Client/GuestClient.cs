using System.Text.Json;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Json;

namespace Ptracer.Host.Http.Client;

/// <summary>The guests, by the API.</summary>
internal sealed class GuestClient(DaemonWire wire) : IGuestControl
{
    private const string All = "/v1/guests";

    /// <summary>The path of a guest.</summary>
    public static string Path(string guest) => $"{All}/{Uri.EscapeDataString(guest)}";

    /// <inheritdoc/>
    public IReadOnlyList<GuestInfo> List() =>
        wire.JsonNow(ClientRequest.Get(All), ApiJson.Default.IReadOnlyListGuestInfo);

    /// <inheritdoc/>
    public GuestInfo Get(string name) => wire.JsonNow(ClientRequest.Get(Path(name)), ApiJson.Default.GuestInfo);

    /// <inheritdoc/>
    public async Task<GuestInfo> Create(
        GuestCreation creation, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        CreateRequest body = new(creation.Name, creation.Rootfs, creation.From, SettingsPayload.Of(creation.Settings));
        ClientRequest request = ClientRequest.Send("POST", All, body, ApiJson.Default.CreateRequest).AsEvents();
        await using ClientResponse response = await wire.Send(request, cancel);
        await foreach (ServerEvent sent in EventReader.Read(response, cancel))
        {
            switch (sent.Name)
            {
                case "progress":
                    progress.Report(sent.Json(ApiJson.Default.CreationProgress));
                    break;
                case "created":
                    return sent.Json(ApiJson.Default.GuestInfo);
                default:
                    ProblemDocument problem = sent.Json(ApiJson.Default.ProblemDocument);
                    throw new ControlException(Problem.Kind(problem), problem.Detail);
            }
        }

        throw new PtracerException($"{creation.Name}: the daemon hung up while it made the guest; see its log");
    }

    /// <inheritdoc/>
    public Task<GuestInfo> Upload(
        string name, Stream archive, GuestSettings settings, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        string json = JsonSerializer.Serialize(settings, ApiJson.Default.GuestSettings);
        long? total = archive.CanSeek ? archive.Length - archive.Position : null;
        ClientRequest request = new("PUT", $"{Path(name)}?settings={Uri.EscapeDataString(json)}")
        {
            Upload = archive,
            Sent = bytes => progress.Report(new CreationProgress("sending", bytes, total)),
        };
        return wire.Json(request, ApiJson.Default.GuestInfo, cancel);
    }

    /// <inheritdoc/>
    public GuestInfo Set(string name, GuestSettings settings) =>
        wire.JsonNow(
            ClientRequest.Send("PUT", Path(name) + "/settings", settings, ApiJson.Default.GuestSettings),
            ApiJson.Default.GuestInfo);

    /// <inheritdoc/>
    public Task<GuestInfo> Clone(string name, string copy, CancellationToken cancel) =>
        wire.Json(Named(name, "clone", copy), ApiJson.Default.GuestInfo, cancel);

    /// <inheritdoc/>
    public GuestInfo Rename(string name, string newName) =>
        wire.JsonNow(Named(name, "rename", newName), ApiJson.Default.GuestInfo);

    /// <inheritdoc/>
    public Task Remove(string name, CancellationToken cancel) =>
        wire.Done(new ClientRequest("DELETE", Path(name)), cancel);

    /// <inheritdoc/>
    public Task Start(string name, CancellationToken cancel) =>
        wire.Done(ClientRequest.Post(Path(name) + "/start"), cancel);

    /// <inheritdoc/>
    public Task Stop(string name, CancellationToken cancel) =>
        wire.Done(ClientRequest.Post(Path(name) + "/stop"), cancel);

    private static ClientRequest Named(string guest, string what, string name) =>
        ClientRequest.Send("POST", $"{Path(guest)}/{what}", new NamePayload(name), ApiJson.Default.NamePayload);
}
