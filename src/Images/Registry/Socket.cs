using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using Ptracer.Linux;

namespace Ptracer.Images.Registry;

/// <summary>
/// A connected socket, non-blocking: whoever waits asks ten times a second whether to go on. System.Net.Sockets is not used:
/// what it brings along costs every start of the program 1.6 ms.
/// </summary>
internal sealed unsafe class Socket : IDisposable
{
    private const int SliceMs = 100;

    private readonly Interruption _interruption;
    private readonly int _timeoutMs;
    private readonly string _name;

    /// <summary>Connects.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="port">Which port.</param>
    /// <param name="type">SOCK_STREAM or SOCK_DGRAM.</param>
    /// <param name="timeoutMs">How long to wait for anything.</param>
    /// <param name="interruption">Asked while waiting.</param>
    /// <exception cref="NetworkException">There is no connection.</exception>
    public Socket(IPAddress address, int port, int type, int timeoutMs, Interruption interruption)
    {
        (_interruption, _timeoutMs, _name) = (interruption, timeoutMs, $"{address}");
        byte[] bytes = address.GetAddressBytes();
        bool isSixth = bytes.Length == 16;
        int family = isSixth ? Inet.AF_INET6 : Inet.AF_INET;
        Descriptor = (int)Check(Inet.socket(family, type | Inet.SOCK_NONBLOCK | Inet.SOCK_CLOEXEC, 0));
        try
        {
            long result = isSixth ? Connect6(bytes, port) : Connect4(bytes, port);
            if (Raw.ErrnoOf(result) == Errno.EINPROGRESS)
            {
                Wait(PollH.POLLOUT);
                int error = 0, size = sizeof(int);
                Check(Inet.getsockopt(Descriptor, Linux.Socket.SOL_SOCKET, Inet.SO_ERROR, &error, &size));
                result = -error;
            }

            Check(result);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Its descriptor.</summary>
    public int Descriptor { get; }

    /// <summary>Waits until it can be read or written.</summary>
    /// <exception cref="NetworkException">Nothing came.</exception>
    public void Wait(short events)
    {
        for (long start = Stopwatch.GetTimestamp(); ;)
        {
            _interruption.ThrowIfAsked();
            if (PollH.poll(Descriptor, events, SliceMs) > 0)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(start).TotalMilliseconds > _timeoutMs)
            {
                throw new NetworkException(NetworkFailure.Passing, $"no answer for {_timeoutMs / 1000} s; check the network, and try again");
            }
        }
    }

    /// <summary>Reads what is there: 0 at the end.</summary>
    public int Read(Span<byte> buffer)
    {
        fixed (byte* p = buffer)
        {
            for (; ; )
            {
                long count = Inet.recv(Descriptor, p, buffer.Length, 0);
                if (Raw.ErrnoOf(count) is not (Errno.EAGAIN or Errno.EINTR))
                {
                    return (int)Check(count);
                }

                Wait(PollH.POLLIN);
            }
        }
    }

    /// <summary>Writes all.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* p = bytes)
        {
            for (int done = 0; done < bytes.Length;)
            {
                long count = Inet.send(Descriptor, p + done, bytes.Length - done, Inet.MSG_NOSIGNAL);
                if (Raw.ErrnoOf(count) is Errno.EAGAIN or Errno.EINTR)
                {
                    Wait(PollH.POLLOUT);
                    continue;
                }

                done += (int)Check(count);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Unistd.close(Descriptor);

    private long Connect4(byte[] address, int port)
    {
        Inet.sockaddr_in to = new()
        {
            sin_family = Inet.AF_INET,
            sin_port = BinaryPrimitives.ReverseEndianness((ushort)port),
        };
        address.CopyTo(new Span<byte>(to.sin_addr, address.Length));
        return Inet.connect(Descriptor, &to, sizeof(Inet.sockaddr_in));
    }

    private long Connect6(byte[] address, int port)
    {
        Inet.sockaddr_in6 to = new()
        {
            sin6_family = Inet.AF_INET6,
            sin6_port = BinaryPrimitives.ReverseEndianness((ushort)port),
        };
        address.CopyTo(new Span<byte>(to.sin6_addr, address.Length));
        return Inet.connect(Descriptor, &to, sizeof(Inet.sockaddr_in6));
    }

    private long Check(long result) => result >= 0 ? result : throw new NetworkException(NetworkFailure.Passing, Raw.ErrnoOf(result) switch
    {
        Errno.ECONNREFUSED => $"nothing listens there ({_name}); check the address and the port",
        Errno.ENETUNREACH or Errno.EHOSTUNREACH or Errno.EHOSTDOWN => $"no way to {_name}; check the network",
        Errno.EACCES or Errno.EPERM => "this user may not use the network; allow it (on Android the INTERNET permission)",
        Errno.ECONNRESET or Errno.EPIPE or Errno.ECONNABORTED => "the connection was broken; try again",
        Errno error => $"the connection failed ({error}); check the network, and try again",
    });
}
