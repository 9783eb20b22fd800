using Ptracer.Features.Ipc;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.SysShm;

namespace Ptracer.Syscalls;

/// <summary>shmget(2) and shmctl(2) on the session's own segments.</summary>
internal static class ShmCalls
{
    private const ulong LargestBytes = ulong.MaxValue - (1UL << 24); // SHMMAX; SHMALL is as much
    private const uint ModeMask = 0x1ff;

    /// <summary>key, size, flags. Errors: EACCES, EEXIST, EINVAL, ENOENT, ENOMEM, ENOSPC, EPERM.</summary>
    public static Verdict Get(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Segments segments = context.Place.Ipc!.Segments;
        (int key, ulong size, int flags) = (guest.Call.Int(0), guest.Call[1], guest.Call.Int(2));
        IpcCaller caller = IpcCallers.Of(context, guest);
        segments.RemoveUnused();
        Errno error = segments.Table.Look(key, flags, out SharedSegment? found);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        if (found is null)
        {
            return Make(segments, key, size, flags, caller);
        }

        return size > found.SizeBytes ? Verdict.Fail(Errno.EINVAL)
            : found.Allows(caller, (uint)flags & ModeMask) ? Verdict.Return(found.Id)
            : Verdict.Fail(Errno.EACCES);
    }

    /// <summary>id, command, struct *. Errors: EACCES, EFAULT, EINVAL, EPERM.</summary>
    public static Verdict Control(SyscallContext context, SyscallRow row, IGuest guest)
    {
        (int id, int command) = (guest.Call.Int(0), guest.Call.Int(1));
        Segments segments = context.Place.Ipc!.Segments;
        return id < 0 ? Verdict.Fail(Errno.EINVAL) : command switch
        {
            SysIpc.IPC_INFO => IpcAnswers.Give(guest, 2, Limits(guest), segments.Table.HighestIndex),
            SHM_INFO => IpcAnswers.Give(guest, 2, Usage(segments), segments.Table.HighestIndex),
            SysIpc.IPC_STAT or SHM_STAT or SHM_STAT_ANY => Status(context, guest, id, command),
            SysIpc.IPC_SET or SysIpc.IPC_RMID or SHM_LOCK or SHM_UNLOCK => Change(context, guest, id, command),
            _ => Verdict.Fail(Errno.EINVAL),
        };
    }

    private static Verdict Make(Segments segments, int key, ulong size, int flags, in IpcCaller caller)
    {
        if (size is 0 or > LargestBytes)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if ((flags & SHM_HUGETLB) != 0)
        {
            return Verdict.Fail(Errno.EPERM); // as for who is not in vm.hugetlb_shm_group
        }

        SharedSegment? made = SharedSegment.Create(key, flags, caller, size, out Errno error);
        long id = made is null ? -(long)error : segments.Table.Add(made);
        if (id < 0 && made is not null)
        {
            Unistd.close(made.Descriptor);
        }

        return Verdict.Return(id);
    }

    /// <summary>A 32-bit program is told of less (copy_compat_shminfo_to_user, ipc/shm.c).</summary>
    private static shminfo Limits(IGuest guest) => new()
    {
        shmmax = guest.Call.Abi == Abi.I386 ? int.MaxValue : LargestBytes,
        shmmin = 1,
        shmmni = Segments.Limit,
        shmseg = Segments.Limit,
        shmall = LargestBytes,
    };

    private static shm_info Usage(Segments segments)
    {
        segments.RemoveUnused();
        shm_info usage = new() { used_ids = segments.Table.Count };
        foreach (SharedSegment? segment in segments.Table.All)
        {
            usage.shm_tot += segment?.Pages ?? 0;
            usage.shm_rss += segment?.ResidentPages ?? 0;
        }

        return usage;
    }

    private static Verdict Status(SyscallContext context, IGuest guest, int id, int command)
    {
        Segments segments = context.Place.Ipc!.Segments;
        segments.RemoveUnused();
        SharedSegment? segment = command == SysIpc.IPC_STAT ? segments.Table.Find(id) : segments.Table.At(id);
        if (segment is null)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if (command != SHM_STAT_ANY && !segment.Allows(IpcCallers.Of(context, guest), IpcObject.Read))
        {
            return Verdict.Fail(Errno.EACCES);
        }

        shmid_ds status = new()
        {
            shm_perm = segment.Permissions,
            shm_segsz = segment.SizeBytes,
            shm_atime = segment.AttachTime,
            shm_dtime = segment.DetachTime,
            shm_ctime = segment.ChangeTime,
            shm_cpid = segment.CreatorProcess,
            shm_lpid = segment.LastProcess,
            shm_nattch = segments.CountAttached(segment),
        };
        return IpcAnswers.Give(guest, 2, status, command == SysIpc.IPC_STAT ? 0 : segment.Id);
    }

    private static Verdict Change(SyscallContext context, IGuest guest, int id, int command)
    {
        shmid_ds given = default;
        if (command == SysIpc.IPC_SET && !guest.TryGet(guest.Call.Pointer(2), out given))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        Segments segments = context.Place.Ipc!.Segments;
        if (segments.Find(id) is not { } segment)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if (!segment.MayBeChangedBy(IpcCallers.Of(context, guest)))
        {
            return Verdict.Fail(Errno.EPERM);
        }

        switch (command)
        {
            case SysIpc.IPC_SET:
                segment.Set(given.shm_perm);
                break;
            case SysIpc.IPC_RMID:
                segments.Doom(segment);
                break;
            case SHM_LOCK:
                segment.Mode |= SHM_LOCKED; // shown, but memory of a user may be swapped out
                break;
            default:
                segment.Mode &= ~(uint)SHM_LOCKED;
                break;
        }

        return Verdict.Return(0);
    }
}
