using Ptracer.Linux;

namespace Ptracer.Features.PortMap;

/// <summary>Whether an address is one of this host's interfaces. The kernel is asked each time: addresses come and go.</summary>
/// <remarks>
/// bind(2) takes but own addresses, else it is EADDRNOTAVAIL; and broadcast ones, which connect(2) then refuses a socket
/// without SO_BROADCAST (EACCES). Nothing is sent. This needs no permission, where netlink does on Android.
/// </remarks>
internal static unsafe class OwnAddress
{
    /// <param name="address">A sockaddr_in or sockaddr_in6, not multicast; its port is overwritten.</param>
    public static bool Is(Span<byte> address)
    {
        const ushort Any = 0;
        const ushort Discard = 9;
        int socket = Socket.socket(address[0] | (address[1] << 8), Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
        if (socket < 0)
        {
            return false; // No such family, or no descriptor: then no guest of ours listens there either.
        }

        fixed (byte* bytes = address)
        {
            InternetAddress.SetPort(address, Any);
            bool isOwn = Socket.bind(socket, bytes, address.Length) == 0;
            InternetAddress.SetPort(address, Discard);
            isOwn = isOwn && Socket.connect(socket, bytes, address.Length) == 0;
            Unistd.close(socket);
            return isOwn;
        }
    }
}
