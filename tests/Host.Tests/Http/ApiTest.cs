using System.Net.Sockets;
using Ptracer.Host.Http;
using Ptracer.Host.Http.Client;
using Ptracer.Host.Tests.Http.Fake;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>The base of tests of the API: a server above a daemon in memory, in a directory of its own.</summary>
public abstract class ApiTest : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ptracer-api-").FullName;

    private protected FakeDaemon Daemon { get; } = new();

    private protected ApiServer Server { get; private set; } = null!;

    private protected ApiClient Client { get; private set; } = null!;

    private protected HttpClient Http { get; private set; } = null!;

    private protected string SocketPath => PathOf("api.sock");

    private protected string TokenPath => PathOf("token");

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        Server = new ApiServer(Daemon, Options());
        await Server.StartAsync(Cancel);
        Client = new ApiClient(SocketPath);
        Http = HttpOver(SocketPath);
    }

    public virtual async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected virtual ApiServerOptions Options() => new(SocketPath) { Heartbeat = TimeSpan.FromMilliseconds(200) };

    private protected string PathOf(string name) => Path.Combine(_directory, name);

    /// <summary>An ordinary HTTP client over a Unix socket: a second opinion beside our own.</summary>
    private protected static HttpClient HttpOver(string socketPath)
    {
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, cancel) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri("http://localhost"), Timeout = TimeSpan.FromSeconds(30) };
    }
}
