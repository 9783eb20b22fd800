using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ptracer.Host.Http.Client;

/// <summary>An event of a stream.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Data">Its data.</param>
internal readonly record struct ServerEvent(string Name, string Data)
{
    /// <summary>The data as JSON.</summary>
    public T Json<T>(JsonTypeInfo<T> type)
        where T : class =>
        JsonSerializer.Deserialize(Data, type) ?? throw new InvalidDataException("null in an event");
}

/// <summary>Reads server-sent events (HTML standard, section 9.2) from a response.</summary>
internal static class EventReader
{
    /// <summary>The events, until the stream ends.</summary>
    public static async IAsyncEnumerable<ServerEvent> Read(
        ClientResponse response, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        using StreamReader reader = new(response.Body, Encoding.UTF8);
        string name = "";
        StringBuilder data = new();
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line.Length == 0)
            {
                if (data.Length > 0)
                {
                    yield return new ServerEvent(name, data.ToString(0, data.Length - 1));
                }

                name = "";
                data.Clear();
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line["event: ".Length..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data.Append(line.AsSpan("data: ".Length)).Append('\n');
            }
        }
    }
}
