using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>A command of a service as its tracer is told it: what the guest's settings do not say.</summary>
internal sealed record SessionSpec
{
    /// <summary>The guest's name.</summary>
    public required string Guest { get; init; }

    /// <summary>The program's guest path, or its name.</summary>
    public required string Program { get; init; }

    /// <summary>argv.</summary>
    public required IReadOnlyList<byte[]> Words { get; init; }

    /// <summary>The guest path to start in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary><c>NAME=value</c>.</summary>
    public required IReadOnlyList<byte[]> Environment { get; init; }

    /// <summary>Variables that get the command's own process id.</summary>
    public IReadOnlyList<string> ProcessIdVariables { get; init; } = [];

    /// <summary>Who it believes to be.</summary>
    public uint UserId { get; init; }

    /// <summary>Its group.</summary>
    public uint GroupId { get; init; }

    /// <summary>Its supplementary groups.</summary>
    public IReadOnlyList<uint> Groups { get; init; } = [];

    /// <summary>Its limits, beside those of the guest.</summary>
    public IReadOnlyList<ResourceLimit> Limits { get; init; } = [];

    /// <summary>Host paths shown in the guest, beside those of the guest.</summary>
    public IReadOnlyList<SessionBinding> Bindings { get; init; } = [];

    /// <summary>As JSON.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, SessionJson.Default.SessionSpec);

    /// <summary>From JSON.</summary>
    /// <exception cref="PtracerException">It is none.</exception>
    public static SessionSpec Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, SessionJson.Default.SessionSpec)!;
        }
        catch (JsonException wrong)
        {
            throw new PtracerException($"session: its description is malformed ({wrong.Message}); it is for keepers only", wrong);
        }
    }
}

/// <summary>A binding of a session.</summary>
/// <param name="Host">The host path.</param>
/// <param name="Guest">The guest path.</param>
internal sealed record SessionBinding(string Host, string Guest);

/// <summary>The types for the serializer.</summary>
[JsonSerializable(typeof(SessionSpec))]
internal sealed partial class SessionJson : JsonSerializerContext;
