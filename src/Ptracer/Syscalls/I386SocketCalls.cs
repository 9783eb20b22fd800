using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>socketcall(2): which call is meant, and a pointer to its arguments (net/socket.c, net/compat.c).</summary>
internal static class I386SocketCalls
{
    /// <summary>Of each call, by the numbers of linux/net.h: its number on x86-64, its own on i386, how many arguments.</summary>
    private static readonly (int Number, int Direct, int Arguments)[] s_calls =
    [
        default,
        (Sysno.socket, SysnoI386.socket, 3),
        (Sysno.bind, SysnoI386.bind, 3),
        (Sysno.connect, SysnoI386.connect, 3),
        (Sysno.listen, SysnoI386.listen, 2),
        (Sysno.accept, SysnoI386.accept4, 3),
        (Sysno.getsockname, SysnoI386.getsockname, 3),
        (Sysno.getpeername, SysnoI386.getpeername, 3),
        (Sysno.socketpair, SysnoI386.socketpair, 4),
        (Sysno.sendto, SysnoI386.sendto, 4), // send: without an address
        (Sysno.recvfrom, SysnoI386.recvfrom, 4), // recv
        (Sysno.sendto, SysnoI386.sendto, 6),
        (Sysno.recvfrom, SysnoI386.recvfrom, 6),
        (Sysno.shutdown, SysnoI386.shutdown, 2),
        (Sysno.setsockopt, SysnoI386.setsockopt, 5),
        (Sysno.getsockopt, SysnoI386.getsockopt, 5),
        (Sysno.sendmsg, SysnoI386.sendmsg, 3),
        (Sysno.recvmsg, SysnoI386.recvmsg, 3),
        (Sysno.accept4, SysnoI386.accept4, 4),
        (Sysno.recvmmsg, SysnoI386.recvmmsg, 5),
        (Sysno.sendmmsg, SysnoI386.sendmmsg, 4),
    ];

    public static I386Call Read(IGuest guest, in SixWords words)
    {
        uint which = (uint)words[0];
        (int Number, int Direct, int Arguments) called = which < (uint)s_calls.Length ? s_calls[which] : default;
        Span<uint> arguments = stackalloc uint[SixWords.Count];
        arguments.Clear();
        bool isRead = called.Arguments > 0 &&
            guest.TryRead(new GuestPtr(words[1]), MemoryMarshal.AsBytes(arguments[..called.Arguments]));
        SixWords read = default;
        for (int i = 0; i < SixWords.Count; i++)
        {
            read[i] = arguments[i];
        }

        return new I386Call
        {
            Call = new SyscallCall(isRead ? called.Number : -1, read) { Abi = Abi.I386, OwnNumber = SysnoI386.socketcall },
            Number = called.Direct,
            Words = read,
            Order = I386Call.SameOrder,
        };
    }

    /// <summary>Stops for those of its calls that the table has.</summary>
    public static StopCondition Stop(SyscallTable table)
    {
        uint calls = 0;
        for (int i = 1; i < s_calls.Length; i++)
        {
            const int Send = 9, Receive = 10; // never with an address
            calls |= i is not (Send or Receive) && table[s_calls[i].Number] is not null ? 1u << i : 0;
        }

        return StopCondition.IfAmong(0, calls);
    }
}
