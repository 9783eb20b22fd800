using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>
/// set_robust_list(2) and what it is for, where an inherited filter forbids it: when a thread ends, each futex that it
/// still holds gets FUTEX_OWNER_DIED, and who waits for one is woken (Documentation/locking/robust-futex-ABI.rst;
/// exit_robust_list, kernel/futex/core.c).
/// </summary>
internal static class RobustListCalls
{
    private const int HeadWords = 3; // list.next, futex_offset, list_op_pending
    private const int ListLimit = 2048; // ROBUST_LIST_LIMIT
    private const uint FUTEX_WAITERS = 0x80000000;
    private const uint FUTEX_OWNER_DIED = 0x40000000;
    private const uint FUTEX_TID_MASK = 0x3fffffff;

    /// <summary>struct robust_list_head *, its size. Errors: EINVAL.</summary>
    public static Verdict Set(SyscallContext context, SyscallRow row, IGuest guest)
    {
        if (guest.Call[1] != SizeBytes(guest))
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        context.RobustLists[guest.Index] = guest.Call[0];
        return Verdict.Return(0);
    }

    /// <summary>get_robust_list(2): int tid, struct robust_list_head **, size_t *. Errors: ESRCH, EFAULT.</summary>
    public static Verdict Get(SyscallContext context, SyscallRow row, IGuest guest)
    {
        int tid = guest.Call.Int(0);
        int index = tid == 0 ? guest.Index : context.Processes.IndexOf(tid);
        if (index < 0)
        {
            return Verdict.Fail(Errno.ESRCH);
        }

        ulong size = SizeBytes(guest), head = context.RobustLists[index];
        return Put(guest, guest.Call.Pointer(2), size) && Put(guest, guest.Call.Pointer(1), head)
            ? Verdict.Return(0)
            : Verdict.Fail(Errno.EFAULT);
    }

    /// <summary>A thread is about to end, its memory still there.</summary>
    /// <returns>Whether a futex was given up, so that its waiters must look again.</returns>
    public static bool Release(SyscallContext context, IGuest guest)
    {
        Span<ulong> head = stackalloc ulong[HeadWords];
        ulong list = context.RobustLists[guest.Index];
        if (list == 0 || !GuestWords.TryRead(guest, new GuestPtr(list), head))
        {
            return false;
        }

        bool released = false;
        ulong entry = head[0], offset = head[1], pending = head[2];
        Span<ulong> next = stackalloc ulong[1];
        for (int i = 0; i < ListLimit && (entry & ~1UL) != list; i++)
        {
            bool more = GuestWords.TryRead(guest, new GuestPtr(entry & ~1UL), next);
            if (entry != pending)
            {
                released |= ReleaseFutex(guest, (entry & ~1UL) + offset);
            }

            if (!more)
            {
                return released;
            }

            entry = next[0];
        }

        return pending != 0 ? released | ReleaseFutex(guest, (pending & ~1UL) + offset) : released;
    }

    private static ulong SizeBytes(IGuest guest) => (ulong)(HeadWords * GuestWords.SizeBytes(guest));

    private static bool ReleaseFutex(IGuest guest, ulong address)
    {
        address = guest.Call.Abi == Abi.I386 ? (uint)address : address; // the offset may be negative
        uint word = 0;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<uint>(ref word));
        if (!guest.TryRead(new GuestPtr(address), bytes) || (word & FUTEX_TID_MASK) != (uint)guest.Tid)
        {
            return false;
        }

        word = (word & FUTEX_WAITERS) | FUTEX_OWNER_DIED;
        return guest.TryWrite(new GuestPtr(address), bytes);
    }

    private static bool Put(IGuest guest, GuestPtr where, ulong value) =>
        GuestWords.TryWrite(guest, where, [value]);
}
