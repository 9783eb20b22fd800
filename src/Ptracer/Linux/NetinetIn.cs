using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>netinet/in.h: addresses of IPv4 and IPv6. Ports and addresses are in network byte order.</summary>
internal static class NetinetIn
{
    /// <summary>struct sockaddr_in (ip(7)).</summary>
    [CStruct("struct sockaddr_in", "netinet/in.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct sockaddr_in
    {
        public ushort sin_family;
        public ushort sin_port;
        public in_addr sin_addr;
        private readonly uint _zero;
        private readonly uint _moreZero;
    }

    /// <summary>struct sockaddr_in6 (ipv6(7)).</summary>
    [CStruct("struct sockaddr_in6", "netinet/in.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct sockaddr_in6
    {
        public ushort sin6_family;
        public ushort sin6_port;
        public uint sin6_flowinfo;
        public in6_addr sin6_addr;
        public uint sin6_scope_id;
    }

    /// <summary>struct in_addr.</summary>
    [InlineArray(4)]
    public struct in_addr
    {
        private byte _first;
    }

    /// <summary>struct in6_addr.</summary>
    [InlineArray(16)]
    public struct in6_addr
    {
        private byte _first;
    }
}
