using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ptracer.Host.Http.Listeners;

/// <summary>
/// All listeners of the server as the one transport that Kestrel knows: Kestrel binds its endpoints once, guests' sockets
/// come and go. Every connection carries its <see cref="Audience"/> as a feature.
/// </summary>
internal sealed class ListenerSet : IConnectionListenerFactory, IConnectionListener
{
    private readonly SocketConnectionContextFactory _contexts = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
    private readonly Channel<ConnectionContext> _arrivals = Channel.CreateUnbounded<ConnectionContext>();
    private readonly Dictionary<string, Listener> _guests = new(StringComparer.Ordinal);
    private readonly List<Listener> _fixed = [];
    private readonly Lock _lock = new();

    /// <summary>The endpoint to give Kestrel.</summary>
    public EndPoint EndPoint { get; } = new UnixDomainSocketEndPoint("ptracer");

    /// <summary>Opens the owner's Unix socket.</summary>
    public void AddOwner(string path) =>
        Begin(_fixed.Add, Listener.Unix(path, new Audience(AudienceKind.Owner), Enqueue));

    /// <summary>Opens a port of 127.0.0.1, and answers its number.</summary>
    public int AddLoopback(int port)
    {
        Listener listener = Listener.Loopback(port, Enqueue);
        Begin(_fixed.Add, listener);
        return listener.Audience.Port;
    }

    /// <summary>Opens a guest's socket.</summary>
    public void AddGuest(string guest, string path)
    {
        lock (_lock)
        {
            if (_guests.ContainsKey(guest))
            {
                throw new PtracerException($"{guest}: this guest has a socket already; remove it first");
            }

            Audience audience = new(AudienceKind.Guest, guest);
            Begin(listener => _guests.Add(guest, listener), Listener.Unix(path, audience, Enqueue));
        }
    }

    /// <summary>Whether a guest has a socket.</summary>
    public bool HasGuest(string guest)
    {
        lock (_lock)
        {
            return _guests.ContainsKey(guest);
        }
    }

    /// <summary>Closes a guest's socket and hangs up on who came by it; false when it has none.</summary>
    public async ValueTask<bool> RemoveGuest(string guest)
    {
        Listener? removed;
        lock (_lock)
        {
            removed = _guests.GetValueOrDefault(guest);
            _guests.Remove(guest);
        }

        if (removed is null)
        {
            return false;
        }

        await removed.Revoke();
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(this);

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _arrivals.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_arrivals.Reader.TryRead(out ConnectionContext? connection))
            {
                return connection;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        List<Listener> all;
        lock (_lock)
        {
            all = [.. _fixed, .. _guests.Values];
            _fixed.Clear();
            _guests.Clear();
        }

        foreach (Listener listener in all)
        {
            await listener.DisposeAsync();
        }

        _arrivals.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (_arrivals.Reader.TryRead(out ConnectionContext? connection))
        {
            await connection.DisposeAsync();
        }

        _contexts.Dispose();
    }

    private void Begin(Action<Listener> keep, Listener listener)
    {
        lock (_lock)
        {
            keep(listener);
        }

        listener.Start();
    }

    private async ValueTask Enqueue(Socket socket, Audience audience, Action over)
    {
        ConnectionContext connection = _contexts.Create(socket);
        RequestActivity activity = new();
        connection.Features.Set(audience);
        connection.Features.Set(activity);
        connection.Transport = new RefusalTransport(connection.Transport, activity);
        CancellationTokenRegistration revoked = audience.Revoked.Register(connection.Abort);
        connection.ConnectionClosed.Register(() =>
        {
            revoked.Unregister();
            over();
        });
        if (!_arrivals.Writer.TryWrite(connection))
        {
            await connection.DisposeAsync();
        }
    }
}
