using System.Text;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Json;
using Ptracer.Host.Http.Routing;

namespace Ptracer.Host.Http.Endpoints;

/// <summary>What is about the daemon as a whole, and the resources of guests.</summary>
internal sealed class DaemonEndpoints(IDaemonControl control, TimeSpan heartbeat)
{
    /// <summary>ptracer's version.</summary>
    public static string Version { get; } = typeof(DaemonEndpoints).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>The routes.</summary>
    public IEnumerable<Route> Routes() =>
    [
        new("GET", "/v1/version", http =>
            http.Json(new VersionPayload(Version, 1), ApiJson.Default.VersionPayload)),
        new("GET", "/v1/doctor", http => http.Json(control.Doctor(), ApiJson.Default.IReadOnlyListDoctorFinding)),
        new("GET", "/v1/events", http =>
            new ServerSentEvents(http, heartbeat).Send(
                control.Watch(http.Aborted), "state", null, ApiJson.Default.StateChange)),
        new("GET", "/v1/guests/{guest}/processes", http =>
            http.Json(control.Resources.Processes(http.Guest), ApiJson.Default.IReadOnlyListGuestProcessInfo)),
        new("GET", "/v1/guests/{guest}/history", http =>
            http.Json(control.Resources.History(http.Guest), ApiJson.Default.IReadOnlyListResourceSample)),
        new("GET", "/metrics", async http =>
            await http.Bytes(
                200, Metrics.ContentType, Encoding.UTF8.GetBytes(await Metrics.Collect(control, http.Aborted)))),
        new("GET", "/openapi.json", http => http.Bytes(200, "application/json", OpenApiDocument.Bytes)),
    ];
}
