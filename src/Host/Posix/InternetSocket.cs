using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Ptracer.Linux;

namespace Ptracer.Host.Posix;

/// <summary>Sockets of TCP and UDP as bare descriptors, to be handed to another program.</summary>
internal static unsafe class InternetSocket
{
    private const int AF_INET = 2;
    private const int AF_INET6 = 10;
    private const int SOL_IP = 0;
    private const int SOL_TCP = 6;
    private const int SOL_IPV6 = 41;
    private const int SO_REUSEADDR = 2;
    private const int SO_KEEPALIVE = 9;
    private const int SO_REUSEPORT = 15;
    private const int IP_FREEBIND = 15;
    private const int IPV6_V6ONLY = 26;
    private const int TCP_NODELAY = 1;

    /// <summary>A socket bound to an address, listening unless it is one of datagrams.</summary>
    /// <exception cref="PosixException">It cannot be bound.</exception>
    public static Descriptor Bind(IPEndPoint address, int type, InternetOptions options)
    {
        bool isSix = address.AddressFamily == AddressFamily.InterNetworkV6;
        long made = Raw.Call(Sysno.socket, isSix ? AF_INET6 : AF_INET, type | Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK, 0);
        if (Raw.ErrnoOf(made) == Errno.EAFNOSUPPORT && isSix && address.Address.Equals(IPAddress.IPv6Any))
        {
            return Bind(new IPEndPoint(IPAddress.Any, address.Port), type, options); // a kernel without IPv6
        }

        Descriptor socket = Descriptor.From(made, "socket");
        try
        {
            Set(socket, Linux.Socket.SOL_SOCKET, SO_REUSEADDR, true);
            Set(socket, Linux.Socket.SOL_SOCKET, SO_REUSEPORT, options.ReusesPort);
            Set(socket, Linux.Socket.SOL_SOCKET, SO_KEEPALIVE, options.KeepsAlive);
            Set(socket, SOL_IP, IP_FREEBIND, options.FreeBind);
            if (isSix)
            {
                Set(socket, SOL_IPV6, IPV6_V6ONLY, !options.IsDual, always: true);
            }

            if (type == UnixSocket.Stream)
            {
                Set(socket, SOL_TCP, TCP_NODELAY, options.NoDelay);
            }

            BindTo(socket, address);
            if (type != UnixSocket.Datagram)
            {
                PosixException.Check(Raw.Call(Sysno.listen, socket.Number, options.Backlog), $"{address}");
            }

            return socket;
        }
        catch (PosixException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static void BindTo(Descriptor socket, IPEndPoint address)
    {
        byte* bytes = stackalloc byte[28];
        Span<byte> name = new(bytes, 28);
        name.Clear();
        bool isSix = address.AddressFamily == AddressFamily.InterNetworkV6;
        *(ushort*)bytes = (ushort)(isSix ? AF_INET6 : AF_INET);
        BinaryPrimitives.WriteUInt16BigEndian(name[2..], (ushort)address.Port);
        address.Address.TryWriteBytes(name[(isSix ? 8 : 4)..], out _);
        PosixException.Check(Raw.Call(Sysno.bind, socket.Number, (long)bytes, isSix ? 28 : 16), $"{address}");
    }

    private static void Set(Descriptor socket, int level, int option, bool value, bool always = false)
    {
        if (value || always)
        {
            int number = value ? 1 : 0;
            PosixException.Check(
                Raw.Call(Sysno.setsockopt, socket.Number, level, option, (long)&number, sizeof(int)), "setsockopt");
        }
    }
}

/// <summary>Options of a listening socket.</summary>
/// <param name="IsDual">For IPv6: whether IPv4 arrives there too.</param>
/// <param name="ReusesPort">SO_REUSEPORT.</param>
/// <param name="FreeBind">IP_FREEBIND.</param>
/// <param name="KeepsAlive">SO_KEEPALIVE.</param>
/// <param name="NoDelay">TCP_NODELAY.</param>
/// <param name="Backlog">How many connections may wait.</param>
internal sealed record InternetOptions(bool IsDual, bool ReusesPort, bool FreeBind, bool KeepsAlive, bool NoDelay, int Backlog);
