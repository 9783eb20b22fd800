using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ptracer.Host.Http.Client;

/// <summary>A request to the daemon.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The path and query, escaped.</param>
internal sealed record ClientRequest(string Method, string Target)
{
    /// <summary>A JSON body, or null.</summary>
    public byte[]? Json { get; init; }

    /// <summary>A body of unknown length, or null.</summary>
    public Stream? Upload { get; init; }

    /// <summary>Hears how many bytes of the upload are sent.</summary>
    public Action<long>? Sent { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>A GET.</summary>
    public static ClientRequest Get(string target) => new("GET", target);

    /// <summary>A POST without a body.</summary>
    public static ClientRequest Post(string target) => new("POST", target);

    /// <summary>A request with a JSON body.</summary>
    public static ClientRequest Send<T>(string method, string target, T body, JsonTypeInfo<T> type) =>
        new(method, target) { Json = JsonSerializer.SerializeToUtf8Bytes(body, type) };

    /// <summary>The same request, answered by server-sent events.</summary>
    public ClientRequest AsEvents() =>
        this with { Headers = [.. Headers, ("Accept", ServerSentEvents.ContentType)] };
}
