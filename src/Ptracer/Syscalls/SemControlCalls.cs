using System.Runtime.InteropServices;
using Ptracer.Features.Ipc;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.SysSem;

namespace Ptracer.Syscalls;

/// <summary>semctl(2) on the session's own semaphores.</summary>
internal static class SemControlCalls
{
    private const int MostSemaphores = SemCalls.LargestSet * Semaphores.Limit; // SEMMNS
    private const int UndoBytes = 20; // SEMUSZ
    private const int Argument = 3; // of the call: union semun

    /// <summary>id, number, command, union semun. Errors: EACCES, EFAULT, EINVAL, EPERM, ERANGE.</summary>
    public static Verdict Control(SyscallContext context, SyscallRow row, IGuest guest)
    {
        (int id, int command) = (guest.Call.Int(0), guest.Call.Int(2));
        return id < 0 ? Verdict.Fail(Errno.EINVAL) : command switch
        {
            SysIpc.IPC_INFO or SEM_INFO => Information(context.Place.Ipc!.Semaphores, guest, command),
            SysIpc.IPC_STAT or SEM_STAT or SEM_STAT_ANY => Status(context, guest, id, command),
            GETALL or GETVAL or GETPID or GETNCNT or GETZCNT => Get(context, guest, id, command),
            SETVAL or SETALL => Set(context, guest, id, command),
            SysIpc.IPC_SET or SysIpc.IPC_RMID => Change(context, guest, id, command),
            _ => Verdict.Fail(Errno.EINVAL),
        };
    }

    private static Verdict Information(Semaphores semaphores, IGuest guest, int command)
    {
        bool isUsage = command == SEM_INFO;
        seminfo information = new()
        {
            semmap = MostSemaphores,
            semmni = Semaphores.Limit,
            semmns = MostSemaphores,
            semmnu = MostSemaphores,
            semmsl = SemCalls.LargestSet,
            semopm = SemCalls.MostOperations,
            semume = SemCalls.MostOperations,
            semusz = isUsage ? semaphores.Table.Count : UndoBytes,
            semvmx = SemaphoreSet.Largest,
            semaem = isUsage ? semaphores.Count : SemaphoreSet.Largest,
        };
        return IpcAnswers.Give(guest, Argument, information, semaphores.Table.HighestIndex);
    }

    private static Verdict Status(SyscallContext context, IGuest guest, int id, int command)
    {
        IpcTable<SemaphoreSet> table = context.Place.Ipc!.Semaphores.Table;
        SemaphoreSet? set = command == SysIpc.IPC_STAT ? table.Find(id) : table.At(id);
        if (set is null)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if (command != SEM_STAT_ANY && !set.Allows(IpcCallers.Of(context, guest), IpcObject.Read))
        {
            return Verdict.Fail(Errno.EACCES);
        }

        semid_ds status = new()
        {
            sem_perm = set.Permissions,
            sem_otime = set.OperationTime,
            sem_ctime = set.ChangeTime,
            sem_nsems = (ulong)set.Count,
        };
        return IpcAnswers.Give(guest, Argument, status, command == SysIpc.IPC_STAT ? 0 : set.Id);
    }

    private static Verdict Get(SyscallContext context, IGuest guest, int id, int command)
    {
        int number = guest.Call.Int(1);
        if (context.Place.Ipc!.Semaphores.Table.Find(id) is not { } set)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if (!set.Allows(IpcCallers.Of(context, guest), IpcObject.Read))
        {
            return Verdict.Fail(Errno.EACCES);
        }

        if (command == GETALL)
        {
            ushort[] values = new ushort[set.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (ushort)set[i].Value;
            }

            return guest.TryWrite(guest.Call.Pointer(Argument), MemoryMarshal.AsBytes(values.AsSpan()))
                ? Verdict.Return(0)
                : Verdict.Fail(Errno.EFAULT);
        }

        return (uint)number >= (uint)set.Count ? Verdict.Fail(Errno.EINVAL) : Verdict.Return(command switch
        {
            GETVAL => set[number].Value,
            GETPID => set[number].LastProcess,
            GETNCNT => set.WaitingForMore(number),
            _ => set.WaitingForZero(number),
        });
    }

    private static Verdict Set(SyscallContext context, IGuest guest, int id, int command)
    {
        int value = guest.Call.Int(Argument), number = guest.Call.Int(1);
        if (command == SETVAL && value is < 0 or > SemaphoreSet.Largest)
        {
            return Verdict.Fail(Errno.ERANGE);
        }

        Semaphores semaphores = context.Place.Ipc!.Semaphores;
        if (semaphores.Table.Find(id) is not { } set || (command == SETVAL && (uint)number >= (uint)set.Count))
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if (!set.Allows(IpcCallers.Of(context, guest), IpcObject.Write))
        {
            return Verdict.Fail(Errno.EACCES);
        }

        Errno error = Errno.None;
        if (command == SETALL)
        {
            error = SetAll(semaphores, set, guest);
        }
        else
        {
            semaphores.SetValue(set, number, value, guest.Tgid);
        }

        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        set.ChangeTime = IpcObject.Now;
        semaphores.Serve(set);
        return Verdict.Return(0);
    }

    private static Errno SetAll(Semaphores semaphores, SemaphoreSet set, IGuest guest)
    {
        ushort[] values = new ushort[set.Count];
        if (!guest.TryRead(guest.Call.Pointer(Argument), MemoryMarshal.AsBytes(values.AsSpan())))
        {
            return Errno.EFAULT;
        }

        if (Array.Exists(values, static value => value > SemaphoreSet.Largest))
        {
            return Errno.ERANGE;
        }

        for (int i = 0; i < values.Length; i++)
        {
            semaphores.SetValue(set, i, values[i], guest.Tgid);
        }

        return Errno.None;
    }

    private static Verdict Change(SyscallContext context, IGuest guest, int id, int command)
    {
        semid_ds given = default;
        if (command == SysIpc.IPC_SET && !guest.TryGet(guest.Call.Pointer(Argument), out given))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        Semaphores semaphores = context.Place.Ipc!.Semaphores;
        if (semaphores.Table.Find(id) is not { } set)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if (!set.MayBeChangedBy(IpcCallers.Of(context, guest)))
        {
            return Verdict.Fail(Errno.EPERM);
        }

        if (command == SysIpc.IPC_SET)
        {
            set.Set(given.sem_perm);
        }
        else
        {
            semaphores.Remove(set);
        }

        return Verdict.Return(0);
    }
}
