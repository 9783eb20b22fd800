using System.Net;
using System.Net.Sockets;

namespace Ptracer.Host.Http.Listeners;

/// <summary>A listening socket and who comes by it. A peer of another user is hung up on before a byte is read.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private static readonly TimeSpan s_exhaustedPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly string? _path;
    private readonly uint _user;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _revoking = new();
    private readonly Func<Socket, Audience, Action, ValueTask> _accepted;
    private Task _loop = Task.CompletedTask;
    private int _connections;

    private Listener(Socket socket, string? path, Audience audience, Func<Socket, Audience, Action, ValueTask> accepted)
    {
        _socket = socket;
        _path = path;
        _user = path is null ? 0 : PeerCredentials.User(socket);
        Audience = audience with { Revoked = _revoking.Token };
        _accepted = accepted;
    }

    /// <summary>Who comes by it.</summary>
    public Audience Audience { get; }

    /// <summary>Opens a Unix socket. The callback gets a connection, its audience, and what to call when it is over.</summary>
    public static Listener Unix(string path, Audience audience, Func<Socket, Audience, Action, ValueTask> accepted) =>
        new(SocketFile.Listen(path), path, audience, accepted);

    /// <summary>Opens a port of 127.0.0.1.</summary>
    public static Listener Loopback(int port, Func<Socket, Audience, Action, ValueTask> accepted)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            int bound = ((IPEndPoint)socket.LocalEndPoint!).Port;
            return new Listener(socket, null, new Audience(AudienceKind.Browser, null, bound), accepted);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new PtracerException($"127.0.0.1:{port}: cannot listen there: {failure.Message}; choose another port");
        }
    }

    /// <summary>Begins to accept.</summary>
    public void Start() => _loop = Accept();

    /// <summary>Stops to accept, and removes the socket's file. Open connections stay.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _loop;
        if (_path is not null)
        {
            File.Delete(_path);
        }

        _socket.Dispose();
        _closing.Dispose();
    }

    /// <summary>Disposes of it, and hangs up on who came by it.</summary>
    public async ValueTask Revoke()
    {
        await DisposeAsync();
        await _revoking.CancelAsync();
        _revoking.Dispose();
    }

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                Socket peer = await _socket.AcceptAsync(_closing.Token);
                await Admit(peer);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // The peer was gone already, or there are no descriptors left: the latter needs time, not a busy loop.
                await Task.Delay(s_exhaustedPause);
            }
        }
    }

    private async ValueTask Admit(Socket peer)
    {
        if (_path is not null && PeerCredentials.User(peer) != _user)
        {
            peer.Dispose();
            return;
        }

        if (Interlocked.Increment(ref _connections) > Audience.ConnectionLimit)
        {
            Release();
            peer.Dispose();
            return;
        }

        if (_path is null)
        {
            peer.NoDelay = true;
        }

        await _accepted(peer, Audience, Release);
    }

    private void Release() => Interlocked.Decrement(ref _connections);
}
