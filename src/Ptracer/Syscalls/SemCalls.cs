using System.Runtime.InteropServices;
using Ptracer.Features.Ipc;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.SysSem;

namespace Ptracer.Syscalls;

/// <summary>semget(2), semop(2) and semtimedop(2) on the session's own semaphores.</summary>
internal static class SemCalls
{
    public const int LargestSet = 32000; // SEMMSL
    public const int MostOperations = 500; // SEMOPM
    private const uint ModeMask = 0x1ff;

    /// <summary>key, count, flags. Errors: EACCES, EEXIST, EINVAL, ENOENT, ENOSPC.</summary>
    public static Verdict Get(SyscallContext context, SyscallRow row, IGuest guest)
    {
        IpcTable<SemaphoreSet> table = context.Place.Ipc!.Semaphores.Table;
        (int key, int count, int flags) = (guest.Call.Int(0), guest.Call.Int(1), guest.Call.Int(2));
        if (count is < 0 or > LargestSet)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        IpcCaller caller = IpcCallers.Of(context, guest);
        Errno error = table.Look(key, flags, out SemaphoreSet? found);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        if (found is null)
        {
            return count == 0 ? Verdict.Fail(Errno.EINVAL) : Verdict.Return(table.Add(new SemaphoreSet(key, flags, caller, count)));
        }

        return count > found.Count ? Verdict.Fail(Errno.EINVAL)
            : found.Allows(caller, (uint)flags & ModeMask) ? Verdict.Return(found.Id)
            : Verdict.Fail(Errno.EACCES);
    }

    /// <summary>id, struct sembuf *, count.</summary>
    public static Verdict Operate(SyscallContext context, SyscallRow row, IGuest guest) => Operate(context, guest, null);

    /// <summary>id, struct sembuf *, count, struct timespec * or null.</summary>
    public static Verdict OperateInTime(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Errno error = SleepCalls.ReadLimit(guest, guest.Call.Pointer(3), out TimeLimit? limit);
        return error != Errno.None ? Verdict.Fail(error) : Operate(context, guest, limit);
    }

    /// <summary>Errors: E2BIG, EACCES, EAGAIN, EFAULT, EFBIG, EINVAL, ERANGE; after a wait EIDRM, EINTR.</summary>
    private static Verdict Operate(SyscallContext context, IGuest guest, TimeLimit? limit)
    {
        Span<sembuf> room = stackalloc sembuf[MostOperations];
        uint count = (uint)guest.Call[2];
        if (count > MostOperations)
        {
            return Verdict.Fail(Errno.E2BIG);
        }

        Span<sembuf> operations = room[..(int)count];
        if (!guest.TryRead(guest.Call.Pointer(1), MemoryMarshal.AsBytes(operations)))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        if (count == 0 || context.Place.Ipc!.Semaphores.Table.Find(guest.Call.Int(0)) is not { } set)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        Errno error = Check(context, guest, set, operations, out bool alters, out bool undoes);
        return error != Errno.None ? Verdict.Fail(error) : Operate(context, guest, set, operations, alters, undoes, limit);
    }

    private static Verdict Operate(
        SyscallContext context, IGuest guest, SemaphoreSet set, Span<sembuf> operations, bool alters, bool undoes, TimeLimit? limit)
    {
        Semaphores semaphores = context.Place.Ipc!.Semaphores;
        UndoList? undo = undoes ? semaphores.UndoOf(guest.Tgid, set) : null;
        long result = set.TryOperate(operations, guest.Tgid, undo, out sembuf blocking);
        if (result == -(long)Errno.EAGAIN && (blocking.sem_flg & SysIpc.IPC_NOWAIT) == 0)
        {
            SemaphoreSleep sleep = new(guest, set, operations.ToArray(), undo, blocking);
            set.Wait(sleep);
            return SleepCalls.Begin(context, guest, sleep, limit);
        }

        if (result == 0 && alters)
        {
            semaphores.Serve(set);
        }

        return Verdict.Return(result);
    }

    private static Errno Check(
        SyscallContext context, IGuest guest, SemaphoreSet set, Span<sembuf> operations, out bool alters, out bool undoes)
    {
        alters = undoes = false;
        foreach (sembuf operation in operations)
        {
            if (operation.sem_num >= set.Count)
            {
                return Errno.EFBIG;
            }

            alters |= operation.sem_op != 0;
            undoes |= operation.sem_op != 0 && (operation.sem_flg & SEM_UNDO) != 0;
        }

        IpcCaller caller = IpcCallers.Of(context, guest);
        return set.Allows(caller, alters ? IpcObject.Write : IpcObject.Read) ? Errno.None : Errno.EACCES;
    }
}
