using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>
/// Reads calls of i386 as those of x86-64 that do the same, so that one table serves both: arch/x86/entry/syscalls/
/// syscall_32.tbl and the compat entries of the kernel say what differs. Most have the same arguments in the same order.
/// </summary>
internal static class I386Calls
{
    private const int None = -1;
    private const uint CloneOrder = 0x534210; // flags, stack, parent_tid, tls, child_tid
    private const uint MarkOrder = 0xf54210; // the mask takes two words
    private const ushort KeepShortId = 0xffff;

    /// <summary>Reads a call.</summary>
    /// <param name="guest">Whose memory may hold the arguments.</param>
    /// <param name="number">As the guest gave it.</param>
    /// <param name="words">ebx, ecx, edx, esi, edi, ebp.</param>
    public static I386Call Read(IGuest guest, int number, in SixWords words)
    {
        switch (number)
        {
            case SysnoI386.socketcall:
                return I386SocketCalls.Read(guest, words);
            case SysnoI386.ipc:
                return I386IpcCalls.Read(guest, words);
            default:
                break;
        }

        int made = ReplacementOf(number);
        SixWords read = words;
        if (number == SysnoI386.umount)
        {
            read[1] = 0; // flags, which it has none of
        }

        if (HasShortIds(number))
        {
            WidenIds(number, ref read);
        }

        uint order = OrderOf(number);
        SixWords ordered = default;
        for (int i = 0; i < SixWords.Count; i++)
        {
            int place = I386Call.Place(order, i);
            ordered[i] = place < SixWords.Count ? read[place] : 0;
        }

        return new I386Call
        {
            Call = new SyscallCall(NumberOf(number), ordered) { Abi = Abi.I386, OwnNumber = number },
            Number = made,
            Words = read,
            Order = order,
        };
    }

    /// <summary>What the filter stops: each number by which a call of the table can be made.</summary>
    public static List<(int Number, StopCondition Condition)> Stops(SyscallTable table)
    {
        List<(int, StopCondition)> stops = [];
        for (int number = 0; number < SysnoI386.Unknown; number++)
        {
            if (number == SysnoI386.socketcall && I386SocketCalls.Stop(table) is { Value: not 0 } condition)
            {
                stops.Add((number, condition));
            }
            else if (number == SysnoI386.ipc && I386IpcCalls.Stops(table))
            {
                stops.Add((number, StopCondition.Always));
            }
            else if (number is SysnoI386.clone or SysnoI386.vfork or SysnoI386.clone3)
            {
                stops.Add((number, StopCondition.Always)); // a 64-bit program must not share its memory by these unseen
            }
            else if (table[NumberOf(number)] is { } row)
            {
                StopCondition own = row.Condition;
                stops.Add((number, own with { Argument = (byte)I386Call.Place(OrderOf(number), own.Argument) }));
            }
        }

        return stops;
    }

    /// <summary>Whether user and group ids have 16 bits in this call: those of before Linux 2.4.</summary>
    public static bool HasShortIds(int number) => number is
        SysnoI386.lchown or SysnoI386.fchown or SysnoI386.chown or
        SysnoI386.setuid or SysnoI386.getuid or SysnoI386.setgid or SysnoI386.getgid or SysnoI386.geteuid or SysnoI386.getegid or
        SysnoI386.setreuid or SysnoI386.setregid or SysnoI386.getgroups or SysnoI386.setgroups or
        SysnoI386.setfsuid or SysnoI386.setfsgid or
        SysnoI386.setresuid or SysnoI386.getresuid or SysnoI386.setresgid or SysnoI386.getresgid;

    /// <summary>Whether the guest has made a call with ids of 16 bits.</summary>
    public static bool HasShortIds(in SyscallCall call) => call.Abi == Abi.I386 && HasShortIds(call.OwnNumber);

    /// <summary>An id as such a call tells it: high2lowuid, linux/highuid.h.</summary>
    public static ushort ToShortId(uint id)
    {
        const ushort Overflow = 65534;
        return id > ushort.MaxValue ? Overflow : (ushort)id;
    }

    /// <summary>An id as such a call takes it: low2highuid.</summary>
    public static uint FromShortId(ushort id) => id == KeepShortId ? uint.MaxValue : id;

    /// <summary>The number on x86-64 of the call that does the same; -1: none that the table could have.</summary>
    private static int NumberOf(int number) => number switch
    {
        SysnoI386.oldstat or SysnoI386.stat64 => Sysno.stat,
        SysnoI386.oldlstat or SysnoI386.lstat64 => Sysno.lstat,
        SysnoI386.oldfstat or SysnoI386.fstat64 => Sysno.fstat,
        SysnoI386.fstatat64 => Sysno.newfstatat,
        SysnoI386.statfs64 => Sysno.statfs,
        SysnoI386.fstatfs64 => Sysno.fstatfs,
        SysnoI386.truncate64 => Sysno.truncate,
        SysnoI386.umount => Sysno.umount2,
        SysnoI386.olduname or SysnoI386.oldolduname => Sysno.uname,
        SysnoI386.sigaction => Sysno.rt_sigaction,
        SysnoI386.select => None, // its arguments lie in memory
        SysnoI386._newselect => Sysno.select,
        SysnoI386.utimensat_time64 => Sysno.utimensat,
        SysnoI386.recvmmsg_time64 => Sysno.recvmmsg,
        SysnoI386.mq_timedsend_time64 => Sysno.mq_timedsend,
        SysnoI386.mq_timedreceive_time64 => Sysno.mq_timedreceive,
        SysnoI386.semtimedop_time64 => Sysno.semtimedop,
        >= SysnoI386.lchown32 and <= SysnoI386.setfsgid32 => WithLongIds(number),
        _ => SysnoMap.FromI386(number),
    };

    private static int WithLongIds(int number) => number switch
    {
        SysnoI386.lchown32 => Sysno.lchown,
        SysnoI386.getuid32 => Sysno.getuid,
        SysnoI386.getgid32 => Sysno.getgid,
        SysnoI386.geteuid32 => Sysno.geteuid,
        SysnoI386.getegid32 => Sysno.getegid,
        SysnoI386.setreuid32 => Sysno.setreuid,
        SysnoI386.setregid32 => Sysno.setregid,
        SysnoI386.getgroups32 => Sysno.getgroups,
        SysnoI386.setgroups32 => Sysno.setgroups,
        SysnoI386.fchown32 => Sysno.fchown,
        SysnoI386.setresuid32 => Sysno.setresuid,
        SysnoI386.getresuid32 => Sysno.getresuid,
        SysnoI386.setresgid32 => Sysno.setresgid,
        SysnoI386.getresgid32 => Sysno.getresgid,
        SysnoI386.chown32 => Sysno.chown,
        SysnoI386.setuid32 => Sysno.setuid,
        SysnoI386.setgid32 => Sysno.setgid,
        SysnoI386.setfsuid32 => Sysno.setfsuid,
        SysnoI386.setfsgid32 => Sysno.setfsgid,
        _ => None,
    };

    /// <summary>By which number a call with other arguments is made: ids may have grown beyond 16 bits.</summary>
    private static int ReplacementOf(int number) => number switch
    {
        SysnoI386.umount => SysnoI386.umount2,
        SysnoI386.lchown => SysnoI386.lchown32,
        SysnoI386.fchown => SysnoI386.fchown32,
        SysnoI386.chown => SysnoI386.chown32,
        SysnoI386.setuid => SysnoI386.setuid32,
        SysnoI386.setgid => SysnoI386.setgid32,
        SysnoI386.setreuid => SysnoI386.setreuid32,
        SysnoI386.setregid => SysnoI386.setregid32,
        SysnoI386.setfsuid => SysnoI386.setfsuid32,
        SysnoI386.setfsgid => SysnoI386.setfsgid32,
        SysnoI386.setresuid => SysnoI386.setresuid32,
        SysnoI386.setresgid => SysnoI386.setresgid32,
        _ => number,
    };

    private static uint OrderOf(int number) => number switch
    {
        SysnoI386.clone => CloneOrder,
        SysnoI386.fanotify_mark => MarkOrder,
        _ => I386Call.SameOrder,
    };

    private static void WidenIds(int number, ref SixWords words)
    {
        (int first, int count) = number switch
        {
            SysnoI386.lchown or SysnoI386.fchown or SysnoI386.chown => (1, 2),
            SysnoI386.setuid or SysnoI386.setgid or SysnoI386.setfsuid or SysnoI386.setfsgid => (0, 1),
            SysnoI386.setreuid or SysnoI386.setregid => (0, 2),
            SysnoI386.setresuid or SysnoI386.setresgid => (0, 3),
            _ => (0, 0),
        };
        for (int i = first; i < first + count; i++)
        {
            words[i] = FromShortId((ushort)words[i]);
        }
    }
}
