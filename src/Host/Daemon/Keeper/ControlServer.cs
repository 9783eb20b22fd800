using System.Text.Json;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>
/// The keeper's side of its control socket. Whoever connects, and has our own user id, is told the unit's snapshot at once
/// and at each change, a line each, and may send requests, a line each.
/// </summary>
internal sealed class ControlServer : IDisposable
{
    private readonly EventLoop _loop;
    private readonly Descriptor _listener;
    private readonly Func<byte[]> _snapshot;
    private readonly Action<Client, KeeperRequest> _asked;
    private readonly List<Client> _clients = [];

    /// <summary>Listens.</summary>
    /// <param name="loop">Where everything happens.</param>
    /// <param name="path">Its host path.</param>
    /// <param name="snapshot">Makes the present snapshot's line.</param>
    /// <param name="asked">Does what a client asks.</param>
    public ControlServer(EventLoop loop, string path, Func<byte[]> snapshot, Action<Client, KeeperRequest> asked)
    {
        (_loop, _snapshot, _asked) = (loop, snapshot, asked);
        _listener = UnixSocket.Bind(path, UnixSocket.Stream);
        loop.Watch(_listener, Accept);
    }

    /// <summary>Serves a connection that was made otherwise: the daemon's own end of a pair.</summary>
    public void Serve(Descriptor connection)
    {
        Client client = new(connection);
        _clients.Add(client);
        _loop.Watch(connection, () => Read(client));
        client.Send(_snapshot());
    }

    /// <summary>Tells every client a line.</summary>
    public void Tell(byte[] line)
    {
        foreach (Client client in _clients.ToArray())
        {
            if (!client.Send(line))
            {
                Drop(client);
            }
        }
    }

    /// <summary>Takes no more connections; those that there are stay.</summary>
    public void Close()
    {
        if (_listener.Number >= 0)
        {
            _loop.Forget(_listener);
            _listener.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        foreach (Client client in _clients.ToArray())
        {
            Drop(client);
        }
    }

    private void Accept()
    {
        if (UnixSocket.Accept(_listener) is not { } connection)
        {
            return;
        }

        if (UnixSocket.Peer(connection).UserId == Processes.OwnUser)
        {
            Serve(connection);
        }
        else
        {
            connection.Dispose();
        }
    }

    private void Read(Client client)
    {
        switch (client.Receive())
        {
            case { } lines:
                foreach (byte[] line in lines)
                {
                    if (Parse(line) is { } request)
                    {
                        _asked(client, request);
                    }
                }

                break;
            case null:
                Drop(client);
                break;
        }
    }

    private static KeeperRequest? Parse(byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, KeeperJson.Default.KeeperRequest);
        }
        catch (JsonException)
        {
            return null; // a client that does not speak the protocol is not answered
        }
    }

    private void Drop(Client client)
    {
        if (_clients.Remove(client))
        {
            _loop.Forget(client.Connection);
            client.Connection.Dispose();
        }
    }

    /// <summary>A connection.</summary>
    internal sealed class Client(Descriptor connection)
    {
        private readonly LineBuffer _lines = new();

        /// <summary>Its socket.</summary>
        public Descriptor Connection => connection;

        /// <summary>Sends a line, with descriptors; false: the other side is gone, or so slow that it is given up.</summary>
        public bool Send(byte[] line, ReadOnlySpan<int> files = default) => UnixSocket.Send(connection, line, files);

        /// <summary>The lines that have come; null: the connection has ended.</summary>
        public IReadOnlyList<byte[]>? Receive() => _lines.Read(connection);
    }
}
