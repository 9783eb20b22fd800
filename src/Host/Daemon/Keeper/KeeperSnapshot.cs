using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>What a keeper tells of its unit: on its control socket, and in the file that outlives it.</summary>
internal sealed record KeeperSnapshot
{
    /// <summary>SubState, in systemd's words.</summary>
    public string State { get; init; } = "dead";

    /// <summary>Result, in systemd's words.</summary>
    public string Result { get; init; } = "success";

    /// <summary>How the last reload ended.</summary>
    public string ReloadResult { get; init; } = "success";

    /// <summary>The main process; 0: none.</summary>
    public int MainPid { get; init; }

    /// <summary>The process of the command beside it; 0: none.</summary>
    public int ControlPid { get; init; }

    /// <summary>The main process's exit code, or null.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it, or null.</summary>
    public int? ExitSignal { get; init; }

    /// <summary>How often the unit was restarted by itself.</summary>
    public int Restarts { get; init; }

    /// <summary>Whether it was stopped to be started again at once.</summary>
    public bool IsRestarting { get; init; }

    /// <summary>STATUS= of sd_notify(3).</summary>
    public string StatusText { get; init; } = "";

    /// <summary>The keeper's process.</summary>
    public int KeeperPid { get; init; }

    /// <summary>The tracers of the unit's sessions.</summary>
    public IReadOnlyList<int> Tracers { get; init; } = [];

    /// <summary>When it entered its state, microseconds since 1970.</summary>
    public long StateChangedUs { get; init; }

    /// <summary>When it became active last, microseconds since 1970; 0: never.</summary>
    public long ActiveSinceUs { get; init; }

    /// <summary>When it was started, milliseconds of the monotonic clock.</summary>
    public IReadOnlyList<long> Starts { get; init; } = [];

    /// <summary>INVOCATION_ID of its run: 32 hexadecimal digits.</summary>
    public string InvocationId { get; init; } = "";

    /// <summary>How many descriptors it has stored (FDSTORE=1).</summary>
    public int StoredFiles { get; init; }

    /// <summary>For a socket unit: connections accepted so far.</summary>
    public int Accepted { get; init; }

    /// <summary>As one line of JSON, with its newline.</summary>
    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, KeeperJson.Default.KeeperSnapshot), (byte)'\n'];

    /// <summary>From a line; null: it is none.</summary>
    public static KeeperSnapshot? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, KeeperJson.Default.KeeperSnapshot);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a keeper is asked to do: one line of JSON on its control socket.</summary>
internal sealed record KeeperRequest
{
    /// <summary>
    /// <c>start</c>, <c>stop</c>, <c>restart-stop</c>, <c>reload</c>, <c>kill</c>, <c>files</c> (a socket unit's
    /// descriptors are sent back), <c>busy</c> and <c>idle</c> (a socket unit: its service runs, or has ended).
    /// </summary>
    public string Do { get; init; } = "";

    /// <summary>For <c>kill</c>.</summary>
    public int Signal { get; init; }

    /// <summary>For <c>kill</c>: <c>main</c>, <c>control</c> or <c>all</c>.</summary>
    public string Whom { get; init; } = "all";

    /// <summary>As one line of JSON, with its newline.</summary>
    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, KeeperJson.Default.KeeperRequest), (byte)'\n'];
}

/// <summary>The types of the protocol for the serializer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeeperSnapshot))]
[JsonSerializable(typeof(KeeperRequest))]
internal sealed partial class KeeperJson : JsonSerializerContext;
