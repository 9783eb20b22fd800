using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ptracer.Linux;
using static Ptracer.Linux.NetinetIn;

namespace Ptracer.Features.PortMap;

/// <summary>The bytes of a <c>sockaddr_in</c> or <c>sockaddr_in6</c>: their port, and whether they mean this host.</summary>
internal static class InternetAddress
{
    /// <summary>Where both structures have their port.</summary>
    private const int PortOffset = 2;

    /// <summary>As much of a sockaddr_in6 as the kernel insists on: all but the scope (SIN6_LEN_RFC2133).</summary>
    private const int LeastSizeOfV6Bytes = 24;

    /// <summary>::ffff:0:0/96, before the IPv4 address (ipv6(7)).</summary>
    private static ReadOnlySpan<byte> V4Mapped => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

    private static ReadOnlySpan<byte> V6Loopback => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

    /// <summary>
    /// The port; 0 where there is none, or the bytes are no such address. An AF_UNSPEC address of this size counts as
    /// AF_INET, as it does to bind(2) and to sendto(2) of UDP (inet_bind, udp_sendmsg in net/ipv4).
    /// </summary>
    public static ushort PortOf(ReadOnlySpan<byte> address)
    {
        if (address.Length < Unsafe.SizeOf<sockaddr_in>())
        {
            return 0;
        }

        ushort family = MemoryMarshal.Read<ushort>(address);
        return family is Socket.AF_INET or Socket.AF_UNSPEC || (family == Socket.AF_INET6 && address.Length >= LeastSizeOfV6Bytes)
            ? BinaryPrimitives.ReadUInt16BigEndian(address[PortOffset..])
            : (ushort)0;
    }

    public static void SetPort(Span<byte> address, ushort port) => BinaryPrimitives.WriteUInt16BigEndian(address[PortOffset..], port);

    /// <summary>Whether an address with a port is one of this host: loopback, "any", or an interface's own.</summary>
    public static bool IsThisHost(ReadOnlySpan<byte> address)
    {
        if (MemoryMarshal.Read<ushort>(address) != Socket.AF_INET6)
        {
            sockaddr_in four = MemoryMarshal.Read<sockaddr_in>(address);
            return IsThisHostV4(four.sin_addr);
        }

        sockaddr_in6 six = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<sockaddr_in6>(ref six));
        address[..Math.Min(address.Length, bytes.Length)].CopyTo(bytes);
        ReadOnlySpan<byte> host = six.sin6_addr;
        if (host.StartsWith(V4Mapped))
        {
            return IsThisHostV4(host[V4Mapped.Length..]);
        }

        const byte Multicast = 0xff;
        return !host.ContainsAnyExcept((byte)0) || host.SequenceEqual(V6Loopback) || (host[0] != Multicast && OwnAddress.Is(bytes));
    }

    private static bool IsThisHostV4(ReadOnlySpan<byte> host)
    {
        const byte Loopback = 127;
        const int MulticastMask = 0xf0;
        const int Multicast = 0xe0;
        if (host[0] == Loopback || !host.ContainsAnyExcept((byte)0))
        {
            return true;
        }

        sockaddr_in address = new() { sin_family = Socket.AF_INET };
        host.CopyTo(address.sin_addr);
        return (host[0] & MulticastMask) != Multicast && OwnAddress.Is(MemoryMarshal.AsBytes(new Span<sockaddr_in>(ref address)));
    }
}
