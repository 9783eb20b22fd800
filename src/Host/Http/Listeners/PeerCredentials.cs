using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ptracer.Host.Http.Listeners;

/// <summary>unix(7), SO_PEERCRED: who is at the other end of a Unix socket.</summary>
internal static class PeerCredentials
{
    private const int SolSocket = 1; // SOL_SOCKET
    private const int SoPeerCred = 17; // SO_PEERCRED
    private const int UcredInts = 3; // struct ucred: pid, uid, gid

    /// <summary>
    /// The user who connected or, for a listening socket, who called listen(2): the kernel notes it there as well.
    /// </summary>
    public static uint User(Socket socket)
    {
        Span<int> credentials = stackalloc int[UcredInts];
        int bytes = socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(credentials));
        return bytes == UcredInts * sizeof(int)
            ? (uint)credentials[1]
            : throw new SocketException((int)SocketError.ProtocolOption);
    }
}
