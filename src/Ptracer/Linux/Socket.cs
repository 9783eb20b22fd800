using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>sys/socket.h, sys/un.h: sockets, and addresses that are paths.</summary>
[CHeader("sys/socket.h")]
internal static unsafe class Socket
{
    public const int AF_UNSPEC = 0;
    public const int AF_UNIX = 1;
    public const int AF_NETLINK = 16;
    public const int NETLINK_AUDIT = 9; // linux/netlink.h
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;
    public const int SOCK_DGRAM = 2;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int SOL_SOCKET = 1;
    public const int SO_PEERCRED = 17;
    public const int SCM_CREDENTIALS = 2;

    /// <summary>The bytes before <c>sun_path</c> in <c>struct sockaddr_un</c>.</summary>
    public const int SunPathOffset = 2;

    /// <summary>The size of <c>sun_path</c>, bytes; it need not end in NUL (unix(7)).</summary>
    public const int SunPathSize = 108;

    /// <summary>socket(2): a descriptor or -errno.</summary>
    public static int socket(int domain, int type, int protocol) => (int)Raw.Call(Sysno.socket, domain, type, protocol);

    /// <summary>bind(2): 0 or -errno.</summary>
    public static long bind(int fd, byte* address, int sizeBytes) => Raw.Call(Sysno.bind, fd, (long)address, sizeBytes);

    /// <summary>connect(2) of a socket for datagrams, which returns at once: 0 or -errno.</summary>
    public static long connect(int fd, byte* address, int sizeBytes) => Raw.Call(Sysno.connect, fd, (long)address, sizeBytes);

    /// <summary>struct msghdr.</summary>
    [CStruct("struct msghdr", "sys/socket.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct msghdr
    {
        public ulong msg_name;
        public uint msg_namelen;
        private readonly uint _padding;
        public ulong msg_iov;
        public ulong msg_iovlen;
        public ulong msg_control;
        public ulong msg_controllen;
        public int msg_flags;
        private readonly uint _tail;
    }

    /// <summary>struct ucred: what SO_PEERCRED and SCM_CREDENTIALS carry.</summary>
    [CStruct("struct ucred", "sys/socket.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct ucred
    {
        public int pid;
        public uint uid;
        public uint gid;
    }
}
