namespace Ptracer.Host.Http.Routing;

/// <summary>What a method and a path mean.</summary>
/// <param name="Route">The route; null: there is none for this method.</param>
/// <param name="Values">Its variable segments.</param>
/// <param name="Allowed">Without a route, the methods that the path has; empty: there is nothing at it.</param>
internal sealed record RouteMatch(Route? Route, RouteValues Values, IReadOnlyList<string> Allowed);

/// <summary>The routes, and which of them a request means.</summary>
internal sealed class RouteTable(IReadOnlyList<Route> routes)
{
    /// <summary>All routes.</summary>
    public IReadOnlyList<Route> All { get; } = routes;

    /// <summary>Finds the route of a method and a path. HEAD is answered as GET, without a body.</summary>
    public RouteMatch Find(string method, string path)
    {
        string[] segments = path.Split('/')[1..];
        string wanted = method == "HEAD" ? "GET" : method;
        List<string> allowed = [];
        foreach (Route route in All)
        {
            if (Match(route, segments) is not { } values)
            {
                continue;
            }

            if (route.Method == wanted)
            {
                return new RouteMatch(route, values, []);
            }

            allowed.Add(route.Method);
        }

        return new RouteMatch(null, RouteValues.Empty, allowed);
    }

    private static RouteValues? Match(Route route, string[] segments)
    {
        if (segments.Length != route.Segments.Count)
        {
            return null;
        }

        for (int i = 0; i < segments.Length; i++)
        {
            string wanted = route.Segments[i];
            if (wanted.StartsWith('{') ? segments[i].Length == 0 : wanted != segments[i])
            {
                return null;
            }
        }

        return new RouteValues(route.Segments, segments);
    }
}
