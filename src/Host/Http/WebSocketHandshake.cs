using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Ptracer.Host.Http;

/// <summary>
/// The opening handshake of WebSockets (RFC 6455, section 4). ASP.NET Core's own middleware asks OpenSSL for SHA-1, which
/// a static binary does not have.
/// </summary>
internal static class WebSocketHandshake
{
    /// <summary>The protocol that is spoken.</summary>
    public const string Protocol = "ptracer.exec.v1";

    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int KeyBytes = 16;

    /// <summary>The protocols that the client offers.</summary>
    public static IReadOnlyList<string> Protocols(Exchange exchange) =>
        exchange.Headers.SecWebSocketProtocol.ToString()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Refuses what is no handshake.</summary>
    /// <exception cref="ProblemException">426 or 400.</exception>
    public static void Check(Exchange exchange)
    {
        bool isAsked = exchange.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && exchange.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);
        if (!isAsked || exchange.Headers.SecWebSocketVersion.ToString() != "13")
        {
            exchange.ResponseHeaders.Upgrade = "websocket";
            exchange.ResponseHeaders.SecWebSocketVersion = "13";
            throw new ProblemException(426, "this is a WebSocket (version 13); connect by ws:");
        }

        Span<byte> key = stackalloc byte[KeyBytes + 2];
        if (!Convert.TryFromBase64String(exchange.Headers.SecWebSocketKey.ToString(), key, out int bytes) || bytes != KeyBytes)
        {
            throw ProblemException.Invalid("Sec-WebSocket-Key must be 16 bytes in base64");
        }

        if (!Protocols(exchange).Contains(Protocol))
        {
            throw ProblemException.Invalid($"Sec-WebSocket-Protocol must offer {Protocol}");
        }
    }

    /// <summary>Answers the handshake.</summary>
    public static async Task<WebSocket> Accept(Exchange exchange)
    {
        exchange.ResponseHeaders.Upgrade = "websocket";
        exchange.ResponseHeaders.Connection = "Upgrade";
        exchange.ResponseHeaders.SecWebSocketAccept = Answer(exchange.Headers.SecWebSocketKey.ToString());
        exchange.ResponseHeaders.SecWebSocketProtocol = Protocol;
        Stream stream = await exchange.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync();
        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions
        {
            IsServer = true,
            SubProtocol = Protocol,
            KeepAliveInterval = TimeSpan.Zero, // both ends are on this machine: the kernel tells when one is gone
        });
    }

    /// <summary>What a server answers to a key.</summary>
    internal static string Answer(string key) =>
        Convert.ToBase64String(Sha1.Hash(Encoding.ASCII.GetBytes(key + KeySuffix)));
}
