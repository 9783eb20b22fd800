using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>socketcall(2): which call is meant, and a pointer to its arguments (net/socket.c, net/compat.c).</summary>
internal static class I386SocketCalls
{
    private const int ToFromWithoutAddress = 2; // send and recv come two before sendto and recvfrom

    /// <summary>Of each call, by the numbers of linux/net.h: its number on x86-64, and how many arguments it has.</summary>
    private static readonly (int Number, int Arguments)[] s_calls =
    [
        default,
        (Sysno.socket, 3),
        (Sysno.bind, 3),
        (Sysno.connect, 3),
        (Sysno.listen, 2),
        (Sysno.accept, 3),
        (Sysno.getsockname, 3),
        (Sysno.getpeername, 3),
        (Sysno.socketpair, 4),
        (Sysno.sendto, 4), // send: without an address
        (Sysno.recvfrom, 4), // recv
        (Sysno.sendto, 6),
        (Sysno.recvfrom, 6),
        (Sysno.shutdown, 2),
        (Sysno.setsockopt, 5),
        (Sysno.getsockopt, 5),
        (Sysno.sendmsg, 3),
        (Sysno.recvmsg, 3),
        (Sysno.accept4, 4),
        (Sysno.recvmmsg, 5),
        (Sysno.sendmmsg, 4),
    ];

    private static readonly int[] s_direct =
    [
        SysnoI386.socket, SysnoI386.socketpair, SysnoI386.bind, SysnoI386.connect, SysnoI386.listen, SysnoI386.accept4,
        SysnoI386.getsockopt, SysnoI386.setsockopt, SysnoI386.getsockname, SysnoI386.getpeername, SysnoI386.sendto,
        SysnoI386.sendmsg, SysnoI386.recvfrom, SysnoI386.recvmsg, SysnoI386.shutdown, SysnoI386.recvmmsg, SysnoI386.sendmmsg,
    ];

    /// <summary>
    /// Where an inherited filter forbids the direct calls, which have been there since Linux 4.3: by socketcall, for each.
    /// </summary>
    public static IEnumerable<SyscallRow> Direct()
    {
        foreach (int number in s_direct)
        {
            yield return new SyscallRow(number, "a direct socket call", ByDirect);
        }
    }

    private static Verdict ByDirect(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Span<uint> arguments = stackalloc uint[SixWords.Count];
        for (int i = 0; i < SixWords.Count; i++)
        {
            arguments[i] = (uint)guest.Argument(i);
        }

        int which = 1;
        while (s_calls[which].Number != guest.Call.Number)
        {
            which++;
        }

        if (guest.Call.Number is Sysno.sendto or Sysno.recvfrom)
        {
            which += ToFromWithoutAddress;
        }

        guest.SetArgument(0, (ulong)which);
        guest.SetArgument(1, guest.Stage(MemoryMarshal.AsBytes(arguments)).Address);
        guest.SetNumber(SysnoI386.socketcall, Abi.I386); // its structures are laid out for i386
        return Verdict.Run;
    }

    public static I386Call Read(IGuest guest, in SixWords words)
    {
        uint which = (uint)words[0];
        (int Number, int Arguments) called = which < (uint)s_calls.Length ? s_calls[which] : default;
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
            Number = SysnoI386.socketcall,
            Words = words,
            IsIndirect = true,
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
