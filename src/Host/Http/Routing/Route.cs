namespace Ptracer.Host.Http.Routing;

/// <summary>Who may use a route.</summary>
internal enum RouteAccess
{
    /// <summary>The owner, and the browser with the token.</summary>
    Owner,

    /// <summary>A guest too, for what is its own.</summary>
    Guest,

    /// <summary>The browser without a token: the page itself, which holds no secret.</summary>
    Public,
}

/// <summary>A route.</summary>
/// <param name="Method">The method.</param>
/// <param name="Template">The path, with variable segments as <c>{name}</c>.</param>
/// <param name="Answer">Answers a request.</param>
internal sealed record Route(string Method, string Template, Func<Exchange, Task> Answer)
{
    /// <summary>Its query parameters.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>Who may use it.</summary>
    public RouteAccess Access { get; init; } = RouteAccess.Owner;

    /// <summary>Whether its request has a body.</summary>
    public bool HasBody { get; init; }

    /// <summary>The template's segments.</summary>
    public IReadOnlyList<string> Segments { get; } = Template.Split('/')[1..];
}
