using System.Net;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Posix;
using Ptracer.Units;
using SocketAddress = Ptracer.Units.SocketAddress;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>Opens what a socket unit listens on: systemd.socket(5).</summary>
internal static class ListeningSocket
{
    /// <summary>Opens one address.</summary>
    /// <param name="listen">The address.</param>
    /// <param name="socket">The unit's settings.</param>
    /// <param name="files">The guest's files.</param>
    /// <param name="hostPort">Where a port of the guest is on the host.</param>
    /// <exception cref="PosixException">It cannot be opened.</exception>
    /// <exception cref="IOException">It is of a kind that cannot be had here.</exception>
    public static Descriptor Open(SocketListen listen, SocketUnit socket, GuestFiles files, Func<int, int> hostPort)
    {
        int type = listen.Kind switch
        {
            SocketListenKind.Stream => UnixSocket.Stream,
            SocketListenKind.Datagram => UnixSocket.Datagram,
            SocketListenKind.SequentialPacket => UnixSocket.SequencedPacket,
            SocketListenKind.FIFO => 0,
            _ => throw new IOException($"{listen.Kind} {listen.Address}: not possible without privileges; listen on a socket or FIFO"),
        };
        int mode = (int)(socket.SocketMode & 0x1ff);
        int backlog = (int)Math.Min(socket.Backlog, 4096);
        if (listen.Address.StartsWith('/'))
        {
            string path = Place(listen.Address, files);
            return type == 0 ? Posix.Files.OpenFifo(path, mode) : UnixSocket.Bind(path, type, mode, backlog);
        }

        SocketAddress address = SocketAddress.Parse(listen.Address) ??
            throw new IOException($"{listen.Address}: not an address; write a path, PORT or HOST:PORT");
        if (address.AbstractName is { } name)
        {
            return UnixSocket.BindAbstract(name, type, backlog);
        }

        return InternetSocket.Bind(
            new IPEndPoint(address.Host ?? IPAddress.IPv6Any, hostPort(address.Port)),
            type,
            new InternetOptions(
                IsDual: address.Host is null && socket.BindIPv6Only != BindIPv6Only.IPv6Only,
                ReusesPort: socket.Options.ReusePort,
                FreeBind: socket.Options.FreeBind,
                KeepsAlive: socket.Options.KeepAlive,
                NoDelay: socket.Options.NoDelay,
                Backlog: backlog));
    }

    /// <summary>Removes what was left in the file system (RemoveOnStop=).</summary>
    public static void Remove(SocketUnit socket, GuestFiles files)
    {
        foreach (SocketListen listen in socket.Listens)
        {
            if (listen.Address.StartsWith('/'))
            {
                files.Delete(listen.Address);
            }
        }

        foreach (string link in socket.Symlinks)
        {
            files.Delete(link);
        }
    }

    private static string Place(string path, GuestFiles files)
    {
        files.MakeDirectory(UnitPath.DirectoryOf(path));
        return files.HostPath(path) ?? throw new IOException($"{path}: a loop of links is in the way; remove it");
    }
}
