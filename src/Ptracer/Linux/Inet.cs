using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>netinet/in.h: addresses of the Internet, and the calls that connect to them.</summary>
[CHeader("netinet/in.h", "sys/socket.h")]
internal static unsafe class Inet
{
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;
    public const int SOCK_STREAM = 1;
    public const int SOCK_DGRAM = 2;
    public const int SOCK_NONBLOCK = 0x800;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int SO_ERROR = 4;
    public const int MSG_NOSIGNAL = 0x4000;

    /// <summary>struct sockaddr_in; port and address in the order of the network.</summary>
    [CStruct("struct sockaddr_in", "netinet/in.h")]
    [StructLayout(LayoutKind.Sequential, Size = 16)]
    public struct sockaddr_in
    {
        public ushort sin_family;
        public ushort sin_port;

        [CName("sin_addr")]
        public fixed byte sin_addr[4];
    }

    /// <summary>struct sockaddr_in6, likewise.</summary>
    [CStruct("struct sockaddr_in6", "netinet/in.h")]
    [StructLayout(LayoutKind.Sequential, Size = 28)]
    public struct sockaddr_in6
    {
        public ushort sin6_family;
        public ushort sin6_port;
        public uint sin6_flowinfo;

        [CName("sin6_addr")]
        public fixed byte sin6_addr[16];

        public uint sin6_scope_id;
    }

    public static long socket(int family, int type, int protocol) => Raw.Call(Sysno.socket, family, type, protocol);

    public static long connect(int fd, void* address, int size) => Raw.Call(Sysno.connect, fd, (long)address, size);

    public static long getsockopt(int fd, int level, int option, int* value, int* size) =>
        Raw.Call(Sysno.getsockopt, fd, level, option, (long)value, (long)size);

    public static long send(int fd, byte* bytes, int size, int flags) =>
        Raw.Blocking(Sysno.sendto, fd, (long)bytes, size, flags, 0, 0);

    public static long recv(int fd, byte* bytes, int size, int flags) =>
        Raw.Blocking(Sysno.recvfrom, fd, (long)bytes, size, flags, 0, 0);
}
