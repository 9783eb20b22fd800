using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using Ptracer.Host.Http.Listeners;
using Ptracer.Host.Http.Routing;

namespace Ptracer.Host.Http;

/// <summary>
/// Who is let in. On Unix sockets the peer's user was checked when it connected. On TCP any local user and any page in a
/// browser can connect: so the token is needed, the Host must be loopback's (or a foreign name was bound to it), and a
/// request that another page made is refused.
/// </summary>
internal sealed class Gate(byte[]? token)
{
    /// <summary>WebSockets in browsers cannot send headers: the token comes as a protocol of this prefix.</summary>
    public const string TokenProtocol = "ptracer.token.";

    /// <summary>Lets a request in, or throws the reason why not.</summary>
    /// <exception cref="ProblemException">401, 403 or 421.</exception>
    public void Check(Exchange exchange, RouteMatch match)
    {
        if (exchange.Audience.Kind == AudienceKind.Browser)
        {
            CheckHost(exchange);
        }

        CheckOrigin(exchange);
        if (exchange.Audience.Kind == AudienceKind.Guest)
        {
            CheckGuest(exchange.Audience.Guest!, match);
        }
        else if (exchange.Audience.Kind == AudienceKind.Browser && match.Route?.Access != RouteAccess.Public)
        {
            CheckToken(exchange);
        }
    }

    private static void CheckHost(Exchange exchange)
    {
        string port = $":{exchange.Audience.Port}";
        string host = exchange.Headers.Host.ToString();
        if (host != "127.0.0.1" + port && host != "localhost" + port && host != "[::1]" + port)
        {
            throw new ProblemException(421, $"this is not the host asked for; use http://127.0.0.1{port}/");
        }
    }

    private static void CheckOrigin(Exchange exchange)
    {
        StringValues origin = exchange.Headers.Origin;
        bool isBrowser = exchange.Audience.Kind == AudienceKind.Browser;
        bool isForeign = origin.Count > 0 && (!isBrowser || origin != $"http://{exchange.Headers.Host}");
        string site = exchange.Headers["Sec-Fetch-Site"].ToString();
        if (isForeign || site is not ("" or "same-origin" or "none"))
        {
            throw new ProblemException(403, "a page of another origin asked; only the control panel's own page may");
        }
    }

    private static void CheckGuest(string guest, RouteMatch match)
    {
        string? asked = match.Values.Find("guest");
        if (match.Route?.Access != RouteAccess.Guest || (asked != guest && asked != GuestSelf.Name))
        {
            throw new ProblemException(403, $"programs of guest {guest} may use its units and journal only");
        }
    }

    private void CheckToken(Exchange exchange)
    {
        byte[] given = Encoding.UTF8.GetBytes(Token(exchange));
        if (token is null || !CryptographicOperations.FixedTimeEquals(given, token))
        {
            exchange.ResponseHeaders.WWWAuthenticate = "Bearer";
            throw new ProblemException(401, "the token is missing or wrong; open the link that the daemon printed");
        }
    }

    private static string Token(Exchange exchange)
    {
        const string Scheme = "Bearer ";
        string authorization = exchange.Headers.Authorization.ToString();
        if (authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return authorization[Scheme.Length..].Trim();
        }

        return WebSocketHandshake.Protocols(exchange)
            .Where(name => name.StartsWith(TokenProtocol, StringComparison.Ordinal))
            .Select(name => name[TokenProtocol.Length..])
            .FirstOrDefault("");
    }
}

/// <summary>The name under which a guest finds itself on its own socket.</summary>
internal static class GuestSelf
{
    /// <summary>In place of the guest's name; on other sockets it is a name as any other.</summary>
    public const string Name = "self";
}
