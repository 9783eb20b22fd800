using System.Runtime.CompilerServices;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Json;

namespace Ptracer.Host.Http.Client;

/// <summary>
/// The daemon seen from another process: the same façade, by the API on a Unix socket. What the daemon refuses arrives as
/// the <see cref="ControlException"/> that was thrown there.
/// </summary>
internal sealed class ApiClient : IDaemonControl
{
    /// <summary>The name of the guest whose own socket the client was given.</summary>
    public const string Self = GuestSelf.Name;

    private readonly DaemonWire _wire;

    /// <summary>A client of the daemon at a socket; it connects when it is asked something.</summary>
    public ApiClient(string socketPath)
    {
        _wire = new DaemonWire(socketPath);
        Guests = new GuestClient(_wire);
        Units = new UnitClient(_wire);
        Journal = new JournalClient(_wire);
        Resources = new ResourceClient(_wire);
        Exec = new ExecClient(_wire);
    }

    /// <inheritdoc/>
    public IGuestControl Guests { get; }

    /// <inheritdoc/>
    public IUnitControl Units { get; }

    /// <inheritdoc/>
    public IJournalControl Journal { get; }

    /// <inheritdoc/>
    public IResourceControl Resources { get; }

    /// <inheritdoc/>
    public IExecControl Exec { get; }

    /// <summary>The daemon's version.</summary>
    public string Version() => _wire.JsonNow(ClientRequest.Get("/v1/version"), ApiJson.Default.VersionPayload).Version;

    /// <inheritdoc/>
    public IReadOnlyList<DoctorFinding> Doctor() =>
        _wire.JsonNow(ClientRequest.Get("/v1/doctor"), ApiJson.Default.IReadOnlyListDoctorFinding);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StateChange> Watch([EnumeratorCancellation] CancellationToken cancel)
    {
        await using ClientResponse response = await _wire.Send(ClientRequest.Get("/v1/events").AsEvents(), cancel);
        await foreach (ServerEvent change in EventReader.Read(response, cancel))
        {
            yield return change.Json(ApiJson.Default.StateChange);
        }
    }
}
