namespace Ptracer.Host.Http;

/// <summary>Where the API is served.</summary>
/// <param name="SocketPath">The Unix socket of the daemon's own user.</param>
internal sealed record ApiServerOptions(string SocketPath)
{
    /// <summary>The TCP port on 127.0.0.1; 0: any free one; null: no TCP.</summary>
    public int? TcpPort { get; init; }

    /// <summary>The file that the token for TCP is written to; needed with <see cref="TcpPort"/>.</summary>
    public string? TokenPath { get; init; }

    /// <summary>How long a stream of server-sent events may be silent before a comment is sent.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the server waits for requests that still run when it stops.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(2);
}
