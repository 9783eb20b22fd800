using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Listeners;
using Ptracer.Host.Http.Routing;

namespace Ptracer.Host.Http;

/// <summary>
/// The daemon's HTTP API. Kestrel is used alone, without the hosting, routing and configuration of ASP.NET Core that are
/// above it: all of that would be linked into the one binary, and every `ptracer run` would pay for it when it starts.
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private const int HeaderLimit = 16 << 10; // bytes of all headers
    private const int BodyLimit = 1 << 20; // bytes of a body, where a route does not say otherwise
    private static readonly TimeSpan s_headersTime = TimeSpan.FromSeconds(10);

    private readonly ApiServerOptions _options;
    private readonly RouteTable _routes;
    private readonly ListenerSet _listeners = new();
    private readonly CancellationTokenSource _stopping = new();
    private KestrelServer? _server;
    private string? _tokenPath; // of the token that this server wrote

    /// <summary>Makes a server of a daemon; <see cref="StartAsync"/> opens its listeners.</summary>
    public ApiServer(IDaemonControl control, ApiServerOptions options)
    {
        _options = options;
        _routes = ApiRoutes.Of(control, options.Heartbeat);
    }

    /// <summary>The page's address with the token in its fragment, which no request carries; null without TCP.</summary>
    public string? PanelAddress { get; private set; }

    /// <summary>The TCP port; 0 without TCP.</summary>
    public int Port { get; private set; }

    /// <summary>Opens the listeners and begins to answer.</summary>
    /// <exception cref="PtracerException">A place cannot be listened at, or the token cannot be written.</exception>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        byte[]? token = null;
        _listeners.AddOwner(_options.SocketPath);
        if (_options.TcpPort is { } port)
        {
            string path = _options.TokenPath
                ?? throw new PtracerException("no file for the token of TCP; name one with TokenPath");
            token = TokenFile.Create(path);
            _tokenPath = path;
            Port = _listeners.AddLoopback(port);
            PanelAddress = $"http://127.0.0.1:{Port}/#token={System.Text.Encoding.ASCII.GetString(token)}";
        }

        KestrelServerOptions options = new() { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxRequestBodySize = BodyLimit;
        options.Limits.MaxRequestHeadersTotalSize = HeaderLimit;
        options.Limits.RequestHeadersTimeout = s_headersTime;
        options.Listen(_listeners.EndPoint, listen => listen.Protocols = HttpProtocols.Http1);
        _server = new KestrelServer(Options.Create(options), _listeners, NullLoggerFactory.Instance);
        await _server.StartAsync(new ApiApplication(_routes, new Gate(token), _stopping.Token), cancel);
    }

    /// <summary>Opens a socket for programs in a guest, who may use it for that guest's units and journal only.</summary>
    /// <exception cref="PtracerException">It has one, or the place cannot be listened at.</exception>
    public void AddGuestSocket(string guest, string path) => _listeners.AddGuest(guest, path);

    /// <summary>Whether a guest has a socket.</summary>
    public bool HasGuestSocket(string guest) => _listeners.HasGuest(guest);

    /// <summary>Closes a guest's socket; false when it has none.</summary>
    public ValueTask<bool> RemoveGuestSocket(string guest) => _listeners.RemoveGuest(guest);

    /// <summary>Stops to listen, ends streams, waits a little for requests that run, and removes the sockets.</summary>
    public async Task StopAsync()
    {
        await _listeners.UnbindAsync();
        await _stopping.CancelAsync();
        if (_server is { } server)
        {
            _server = null;
            using CancellationTokenSource limit = new(_options.StopLimit);
            await server.StopAsync(limit.Token);
            server.Dispose();
        }

        if (_tokenPath is { } token)
        {
            _tokenPath = null;
            File.Delete(token);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _listeners.DisposeAsync();
        _stopping.Dispose();
    }
}
