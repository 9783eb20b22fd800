using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Endpoints;
using Ptracer.Host.Http.Routing;

namespace Ptracer.Host.Http;

/// <summary>All routes of the API and of the page.</summary>
internal static class ApiRoutes
{
    /// <summary>The routes above a daemon.</summary>
    public static RouteTable Of(IDaemonControl control, TimeSpan heartbeat) => new(
    [
        .. new GuestEndpoints(control.Guests, new Creations(), heartbeat).Routes(),
        .. new UnitEndpoints(control.Units).Routes(),
        .. new JournalEndpoints(control.Journal, heartbeat).Routes(),
        .. new ExecEndpoint(control.Exec).Routes(),
        .. new DaemonEndpoints(control, heartbeat).Routes(),
        .. PanelEndpoint.Routes(), // last: its variable segment matches any name
    ]);
}
