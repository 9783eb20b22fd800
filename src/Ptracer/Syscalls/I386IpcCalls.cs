using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>ipc(2): which call of System V IPC is meant, and its arguments in an order of their own (ipc/syscall.c).</summary>
internal static class I386IpcCalls
{
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
            3 => Set(ref read, Sysno.semctl, first, second, Command(third), ReadWord(guest, pointer, 0)),
            4 => Set(ref read, Sysno.semtimedop, first, pointer, second, fifth),
            11 => Set(ref read, Sysno.msgsnd, first, pointer, second, third),
            12 when isOld => Set(
                ref read, Sysno.msgrcv, first, ReadWord(guest, pointer, 0), second, ReadWord(guest, pointer, 1), third),
            12 => Set(ref read, Sysno.msgrcv, first, pointer, second, fifth, third),
            13 => Set(ref read, Sysno.msgget, first, second),
            14 => Set(ref read, Sysno.msgctl, first, Command(second), pointer),
            21 => Set(ref read, Sysno.shmat, first, pointer, second, third),
            22 => Set(ref read, Sysno.shmdt, pointer),
            23 => Set(ref read, Sysno.shmget, first, second, third),
            24 => Set(ref read, Sysno.shmctl, first, Command(second), pointer),
            _ => -1,
        };
        return new I386Call
        {
            Call = new SyscallCall(number, read) { Abi = Abi.I386, OwnNumber = SysnoI386.ipc },
            Number = SysnoI386.ipc,
            Words = words,
            Order = I386Call.SameOrder,
        };
    }

    /// <summary>Whether the table has any of its calls.</summary>
    public static bool Stops(SyscallTable table) =>
        table[Sysno.semget] is not null || table[Sysno.msgget] is not null || table[Sysno.shmget] is not null;

    /// <summary>A command for the structures of since Linux 2.4 (IPC_64), as all C libraries give it; others are invalid.</summary>
    private static ulong Command(ulong given)
    {
        const ulong Ipc64 = 0x100, Invalid = 0x7fffffff;
        return (given & Ipc64) != 0 ? given & ~Ipc64 : Invalid;
    }

    private static int Set(
        ref SixWords words, int number, ulong first, ulong second = 0, ulong third = 0, ulong fourth = 0, ulong fifth = 0)
    {
        (words[0], words[1], words[2], words[3], words[4]) = (first, second, third, fourth, fifth);
        return number;
    }

    private static uint ReadWord(IGuest guest, ulong pointer, int index)
    {
        uint word = 0;
        guest.TryRead(new GuestPtr(pointer) + (index * sizeof(uint)), MemoryMarshal.AsBytes(new Span<uint>(ref word)));
        return word;
    }
}
