using System.Runtime.CompilerServices;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Endpoints;
using Ptracer.Host.Http.Json;

namespace Ptracer.Host.Http.Client;

/// <summary>What services have said, by the API. Entries come as events whether more are awaited or not.</summary>
internal sealed class JournalClient(DaemonWire wire) : IJournalControl
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalEntryInfo> Read(
        string guest, JournalRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        string target = $"{GuestClient.Path(guest)}/journal{JournalEndpoints.Query(request)}";
        await using ClientResponse response = await wire.Send(ClientRequest.Get(target).AsEvents(), cancel);
        await foreach (ServerEvent entry in EventReader.Read(response, cancel))
        {
            yield return entry.Json(ApiJson.Default.JournalEntryInfo);
        }
    }

    /// <inheritdoc/>
    public long DiskUsage(string guest) =>
        wire.JsonNow(ClientRequest.Get($"{GuestClient.Path(guest)}/journal/usage"), ApiJson.Default.UsagePayload).Bytes;
}

/// <summary>Processes and resources, by the API.</summary>
internal sealed class ResourceClient(DaemonWire wire) : IResourceControl
{
    /// <inheritdoc/>
    public IReadOnlyList<GuestProcessInfo> Processes(string guest) =>
        wire.JsonNow(
            ClientRequest.Get($"{GuestClient.Path(guest)}/processes"), ApiJson.Default.IReadOnlyListGuestProcessInfo);

    /// <inheritdoc/>
    public IReadOnlyList<ResourceSample> History(string guest) =>
        wire.JsonNow(
            ClientRequest.Get($"{GuestClient.Path(guest)}/history"), ApiJson.Default.IReadOnlyListResourceSample);
}
