using Ptracer.Features.Ipc;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.Mman;
using static Ptracer.Linux.SysShm;

namespace Ptracer.Syscalls;

/// <summary>
/// shmat(2) and shmdt(2) on the session's own segments: the thread opens the segment's file by way of the tracer's
/// /proc/PID/fd, maps and closes it; or unmaps what is left of it.
/// </summary>
internal static class ShmAttachCalls
{
    private const ulong OffsetInPage = SharedSegment.PageBytes - 1;
    private const int AddressPlace = 3; // argument of ipc(2)'s
    private const int Descriptor = 0; // words of ExitState
    private const int Result = 1;
    private const int Id = 0;

    private static readonly ExitHalf s_attach = Attach;
    private static readonly ExitHalf s_detach = Detach;

    /// <summary>id, address, flags. Errors: EACCES, EINVAL, ENOMEM.</summary>
    public static Verdict BeginAttach(SyscallContext context, SyscallRow row, IGuest guest)
    {
        int flags = guest.Call.Int(2);
        if (guest.Call.Int(0) < 0 || !TryGetAddress(guest, out ulong address) ||
            context.Place.Ipc!.Segments.Find(guest.Call.Int(0)) is not { } segment || address + segment.SizeBytes < address)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        uint wanted = IpcObject.Read | ((flags & SHM_RDONLY) != 0 ? 0 : IpcObject.Write) |
            ((flags & SHM_EXEC) != 0 ? IpcObject.Execute : 0);
        if (!segment.Allows(IpcCallers.Of(context, guest), wanted))
        {
            return Verdict.Fail(Errno.EACCES);
        }

        int access = (flags & SHM_RDONLY) != 0 ? Fcntl.O_RDONLY : Fcntl.O_RDWR;
        OwnDescriptor.SetOpen(guest, segment.Descriptor, access | Fcntl.O_CLOEXEC);
        return Verdict.RunThenExit(s_attach);
    }

    /// <summary>The address. Errors: EINVAL.</summary>
    public static Verdict BeginDetach(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ulong address = guest.Call[0];
        if ((address & OffsetInPage) != 0 ||
            context.Place.Ipc!.Segments.FindPiece(guest.Tgid, address, null, out Mapping piece) is not { } segment)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        guest.ExitState[Id] = (ulong)segment.Id;
        SetUnmap(guest, piece);
        return Verdict.RunThenExit(s_detach);
    }

    /// <summary>After each of the calls that attach: the next one.</summary>
    private static long Attach(SyscallContext context, IGuest guest, long result)
    {
        SharedSegment? segment = context.Place.Ipc!.Segments.Table.Find(guest.Call.Int(0));
        switch (guest.Number)
        {
            case Sysno.openat when result < 0 || segment is null:
                return -(long)Errno.ENOMEM;
            case Sysno.openat:
                guest.ExitState[Descriptor] = (ulong)result;
                SetMap(guest, segment!, result);
                break;
            case Sysno.mmap when IsElsewhere(guest, result): // before Linux 4.17 the address is only a wish
                guest.ExitState[Result] = unchecked((ulong)-(long)Errno.EINVAL);
                guest.SetArgument(0, (ulong)result);
                guest.SetNumber(Sysno.munmap);
                break;
            case Sysno.mmap:
                guest.ExitState[Result] = (ulong)(result == -(long)Errno.EEXIST ? -(long)Errno.EINVAL : result);
                SetClose(guest);
                break;
            case Sysno.munmap:
                SetClose(guest);
                break;
            default:
                return Attached(context, guest, segment);
        }

        guest.CallAgain();
        return 0;
    }

    private static long Attached(SyscallContext context, IGuest guest, SharedSegment? segment)
    {
        long address = (long)guest.ExitState[Result];
        if (segment is not null && Raw.ErrnoOf(address) == Errno.None)
        {
            context.Place.Ipc!.Segments.Attach(segment, guest.Tgid);
        }

        return guest.Call.OwnNumber == SysnoI386.ipc && guest.Call.Abi == Abi.I386 ? TellAddress(guest, address) : address;
    }

    /// <summary>ipc(2) has a place for the address, since it might look like an error.</summary>
    private static long TellAddress(IGuest guest, long address) =>
        Raw.ErrnoOf(address) != Errno.None ? address
            : guest.TryPut(guest.Call.Pointer(AddressPlace), (uint)address) ? 0
            : -(long)Errno.EFAULT;

    /// <summary>After a piece has been unmapped: the next one.</summary>
    private static long Detach(SyscallContext context, IGuest guest, long result)
    {
        Segments segments = context.Place.Ipc!.Segments;
        SharedSegment? segment = segments.Table.Find((int)guest.ExitState[Id]);
        if (result < 0)
        {
            return result;
        }

        segment?.DetachedBy(guest.Tgid);
        if (segment is not null && segments.FindPiece(guest.Tgid, guest.Call[0], segment, out Mapping piece) is not null)
        {
            SetUnmap(guest, piece);
            guest.CallAgain();
            return 0;
        }

        segments.RemoveUnused();
        return 0;
    }

    private static void SetMap(IGuest guest, SharedSegment segment, long descriptor)
    {
        _ = TryGetAddress(guest, out ulong address);
        int flags = guest.Call.Int(2);
        int protection = PROT_READ | ((flags & SHM_RDONLY) != 0 ? 0 : PROT_WRITE) | ((flags & SHM_EXEC) != 0 ? PROT_EXEC : 0);
        int anywhere = guest.Call.Abi == Abi.I386 ? MAP_32BIT : 0; // the call is one of x86-64
        int place = address == 0 ? anywhere : (flags & SHM_REMAP) != 0 ? MAP_FIXED : MAP_FIXED_NOREPLACE;
        guest.SetArgument(0, address);
        guest.SetArgument(1, segment.SizeBytes);
        guest.SetArgument(2, (ulong)protection);
        guest.SetArgument(3, (ulong)(MAP_SHARED | place));
        guest.SetArgument(4, (ulong)descriptor);
        guest.SetArgument(5, 0);
        guest.SetNumber(Sysno.mmap);
    }

    private static void SetUnmap(IGuest guest, in Mapping piece)
    {
        guest.SetArgument(0, piece.Start);
        guest.SetArgument(1, piece.End - piece.Start);
        guest.SetNumber(Sysno.munmap);
    }

    private static void SetClose(IGuest guest)
    {
        guest.SetArgument(0, guest.ExitState[Descriptor]);
        guest.SetNumber(Sysno.close);
    }

    private static bool IsElsewhere(IGuest guest, long result) =>
        TryGetAddress(guest, out ulong address) && address != 0 && Raw.ErrnoOf(result) == Errno.None && (ulong)result != address;

    /// <summary>Where the guest wants it: rounded down if it says so; 0: anywhere. False: EINVAL.</summary>
    private static bool TryGetAddress(IGuest guest, out ulong address)
    {
        int flags = guest.Call.Int(2);
        address = guest.Call[1];
        bool isAligned = (address & OffsetInPage) == 0;
        address &= ~OffsetInPage;
        return (isAligned || (flags & SHM_RND) != 0) && (address != 0 || (flags & SHM_REMAP) == 0);
    }
}
