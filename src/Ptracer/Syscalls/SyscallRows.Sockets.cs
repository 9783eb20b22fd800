using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>Calls that carry the address of a socket, there or back. A null address never stops.</summary>
internal static partial class SyscallRows
{
    public static IEnumerable<SyscallRow> Sockets =>
    [
        new(Sysno.bind, "bind", SocketCalls.Bind),
        new(Sysno.connect, "connect", SocketCalls.Connect),
        new(Sysno.sendto, "sendto", SocketCalls.Sendto) { Condition = StopCondition.IfNonZero(4) },
        new(Sysno.sendmsg, "sendmsg", MessageCalls.Sendmsg),
        new(Sysno.sendmmsg, "sendmmsg", MessageCalls.Sendmmsg),
        new(Sysno.accept, "accept", SocketCalls.TellPeer) { Condition = StopCondition.IfNonZero(1) },
        new(Sysno.accept4, "accept4", SocketCalls.TellPeer) { Condition = StopCondition.IfNonZero(1) },
        new(Sysno.getsockname, "getsockname", SocketCalls.TellOwn),
        new(Sysno.getpeername, "getpeername", SocketCalls.TellPeer),
        new(Sysno.recvfrom, "recvfrom", SocketCalls.Recvfrom) { Condition = StopCondition.IfNonZero(4) },
        new(Sysno.recvmsg, "recvmsg", MessageCalls.Recvmsg),
        new(Sysno.recvmmsg, "recvmmsg", MessageCalls.Recvmmsg),
    ];
}
