using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>ipc(2): which call of System V IPC is meant, and its arguments in an order of their own (ipc/syscall.c).</summary>
internal static class I386IpcCalls
{
    private static readonly byte[] s_ofQueues = [SysIpc.IPC_SET, SysIpc.IPC_STAT, SysMsg.MSG_STAT, SysMsg.MSG_STAT_ANY];

    private static readonly byte[] s_ofSemaphores = [SysIpc.IPC_SET, SysIpc.IPC_STAT, SysSem.SEM_STAT, SysSem.SEM_STAT_ANY];

    private static readonly byte[] s_ofSegments =
        [SysIpc.IPC_SET, SysIpc.IPC_STAT, SysIpc.IPC_INFO, SysShm.SHM_STAT, SysShm.SHM_STAT_ANY];

    public static I386Call Read(IGuest guest, in SixWords words)
    {
        uint which = (uint)words[0] & 0xffff;
        bool isOld = (uint)words[0] >> 16 == 0;
        (ulong first, ulong second, ulong third, ulong pointer, ulong fifth) = (words[1], words[2], words[3], words[4], words[5]);
        SixWords read = default;
        int number = which switch
        {
            1 => Set(ref read, Sysno.semop, first, pointer, second),
            2 => Set(ref read, Sysno.semget, first, second, third),
            3 => Set(ref read, Sysno.semctl, first, second, Command(third, s_ofSemaphores), ReadWord(guest, pointer, 0)),
            4 => Set(ref read, Sysno.semtimedop, first, pointer, second, fifth),
            11 => Set(ref read, Sysno.msgsnd, first, pointer, second, third),
            12 when isOld => Set(
                ref read, Sysno.msgrcv, first, ReadWord(guest, pointer, 0), second, ReadWord(guest, pointer, 1), third),
            12 => Set(ref read, Sysno.msgrcv, first, pointer, second, fifth, third),
            13 => Set(ref read, Sysno.msgget, first, second),
            14 => Set(ref read, Sysno.msgctl, first, Command(second, s_ofQueues), pointer),
            21 => Set(ref read, Sysno.shmat, first, pointer, second, third),
            22 => Set(ref read, Sysno.shmdt, pointer),
            23 => Set(ref read, Sysno.shmget, first, second, third),
            24 => Set(ref read, Sysno.shmctl, first, Command(second, s_ofSegments), pointer),
            _ => -1,
        };
        const uint SemaphoreControl = 3, OldReceive = 12, Attach = 21;
        bool readsPointer = which == SemaphoreControl || (which == OldReceive && isOld);
        return new I386Call
        {
            Error = which == Attach && (uint)words[0] >> 16 == 1 ? Errno.EINVAL // iBCS2's, which the kernel alone could make
                : !readsPointer ? Errno.None
                : pointer == 0 ? Errno.EINVAL
                : IsReadable(guest, pointer, which == SemaphoreControl ? 1 : 2) ? Errno.None
                : Errno.EFAULT,
            Call = new SyscallCall(number, read) { Abi = Abi.I386, OwnNumber = SysnoI386.ipc },
            Number = SysnoI386.ipc,
            Words = words,
            Order = I386Call.SameOrder,
        };
    }

    /// <summary>Whether the table has any of its calls.</summary>
    public static bool Stops(SyscallTable table) =>
        table[Sysno.semget] is not null || table[Sysno.msgget] is not null || table[Sysno.shmget] is not null;

    /// <summary>
    /// A command as the calls of since Linux 5.1 have it: without IPC_64, which chooses the structures of since Linux 2.4.
    /// All C libraries set it; who wants the older structures gets EINVAL.
    /// </summary>
    private static ulong Command(ulong given, ReadOnlySpan<byte> withStructure)
    {
        const ulong Ipc64 = 0x100, Invalid = 0x7fffffff;
        return (given & Ipc64) != 0 ? given & ~Ipc64
            : given <= byte.MaxValue && withStructure.Contains((byte)given) ? Invalid
            : given;
    }

    private static int Set(
        ref SixWords words, int number, ulong first, ulong second = 0, ulong third = 0, ulong fourth = 0, ulong fifth = 0)
    {
        (words[0], words[1], words[2], words[3], words[4]) = (first, second, third, fourth, fifth);
        return number;
    }

    private static bool IsReadable(IGuest guest, ulong pointer, int words)
    {
        Span<uint> read = stackalloc uint[2];
        return guest.TryRead(new GuestPtr(pointer), MemoryMarshal.AsBytes(read[..words]));
    }

    private static uint ReadWord(IGuest guest, ulong pointer, int index)
    {
        uint word = 0;
        guest.TryRead(new GuestPtr(pointer) + (index * sizeof(uint)), MemoryMarshal.AsBytes(new Span<uint>(ref word)));
        return word;
    }
}
