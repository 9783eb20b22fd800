using Ptracer.Features.Ipc;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.Mqueue;

namespace Ptracer.Syscalls;

/// <summary>mq_open(2) and mq_unlink(2) on the session's own queues. Their descriptors: <see cref="ReadinessPipe"/>.</summary>
internal static class MqOpenCalls
{
    private const int NameBytes = 256; // NAME_MAX and the NUL
    private const long DefaultRoom = 10; // /proc/sys/fs/mqueue/msg_default; msg_max is as much
    private const long DefaultMessageBytes = 8192; // msgsize_default, msgsize_max
    private const long MostRoom = 65536; // HARD_MSGMAX, for root
    private const long MostMessageBytes = 16 * 1024 * 1024; // HARD_MSGSIZEMAX
    private const int Device = 0; // words of ExitState
    private const int Inode = 1;
    private const int IsNew = 2;

    private static readonly ExitHalf s_opened = Opened;

    /// <summary>
    /// name without its slash, flags, mode, struct mq_attr * or null. Errors: EACCES, EEXIST, EFAULT, EINVAL, EMFILE,
    /// ENAMETOOLONG, ENOENT, ENOSPC.
    /// </summary>
    public static Verdict Open(SyscallContext context, SyscallRow row, IGuest guest)
    {
        int flags = guest.Call.Int(1);
        mq_attr attributes = new() { mq_maxmsg = DefaultRoom, mq_msgsize = DefaultMessageBytes };
        if (guest.Call[3] != 0 && !guest.TryGet(guest.Call.Pointer(3), out attributes))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        Span<byte> room = stackalloc byte[NameBytes];
        Errno error = ReadName(guest, room, out ReadOnlySpan<byte> name);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        IpcCaller caller = IpcCallers.Of(context, guest);
        PosixQueue? queue = context.Place.Ipc!.PosixQueues.Find(name);
        guest.ExitState[IsNew] = queue is null ? 1UL : 0;
        error = queue is not null ? CheckOpen(queue, flags, caller)
            : (flags & Fcntl.O_CREAT) == 0 ? Errno.ENOENT
            : Make(context, guest, name, attributes, caller, out queue);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        (guest.ExitState[Device], guest.ExitState[Inode]) = (queue!.Pipe.Device, queue.Pipe.Inode);
        queue.Openings++;
        OwnDescriptor.SetOpen(
            guest, queue.Pipe.Descriptor, (flags & (Fcntl.O_ACCMODE | Fcntl.O_NONBLOCK)) | Fcntl.O_CLOEXEC);
        return Verdict.RunThenExit(s_opened);
    }

    /// <summary>name without its slash. Errors: EACCES, EFAULT, ENAMETOOLONG, ENOENT, EPERM.</summary>
    public static Verdict Unlink(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Span<byte> room = stackalloc byte[NameBytes];
        Errno error = ReadName(guest, room, out ReadOnlySpan<byte> name);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        PosixQueues queues = context.Place.Ipc!.PosixQueues;
        if (queues.Find(name) is not { } queue)
        {
            return Verdict.Fail(Errno.ENOENT);
        }

        if (!queue.MayBeChangedBy(IpcCallers.Of(context, guest)))
        {
            return Verdict.Fail(Errno.EPERM); // the directory of queues is sticky
        }

        queues.Unlink(queue);
        return Verdict.Return(0);
    }

    private static long Opened(SyscallContext context, IGuest guest, long result)
    {
        PosixQueues queues = context.Place.Ipc!.PosixQueues;
        if (queues.Find(guest.ExitState[Device], guest.ExitState[Inode]) is { } queue)
        {
            queue.Openings--;
            if (result < 0 && guest.ExitState[IsNew] != 0)
            {
                queues.Unlink(queue);
            }
        }

        return result;
    }

    private static Errno ReadName(IGuest guest, Span<byte> room, out ReadOnlySpan<byte> name)
    {
        int length = guest.ReadString(guest.Call.Pointer(0), room);
        name = room[..Math.Max(0, length)];
        return length < 0 ? Raw.ErrnoOf(length)
            : length == 0 ? Errno.ENOENT
            : name.Contains((byte)'/') || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8) ? Errno.EACCES
            : Errno.None;
    }

    private static Errno CheckOpen(PosixQueue queue, int flags, in IpcCaller caller)
    {
        const int CreatesAnew = Fcntl.O_CREAT | Fcntl.O_EXCL;
        uint wanted = (flags & Fcntl.O_ACCMODE) switch
        {
            Fcntl.O_RDONLY => IpcObject.Read,
            Fcntl.O_WRONLY => IpcObject.Write,
            _ => IpcObject.Read | IpcObject.Write,
        };
        return (flags & CreatesAnew) == CreatesAnew ? Errno.EEXIST
            : (flags & Fcntl.O_ACCMODE) == Fcntl.O_ACCMODE ? Errno.EINVAL
            : queue.Allows(caller, wanted) ? Errno.None
            : Errno.EACCES;
    }

    private static Errno Make(
        SyscallContext context, IGuest guest, ReadOnlySpan<byte> name, in mq_attr attributes, in IpcCaller caller, out PosixQueue? made)
    {
        made = null;
        (long room, long bytes) = (attributes.mq_maxmsg, attributes.mq_msgsize);
        bool isTooMuch = caller.IsPrivileged
            ? room > MostRoom || bytes > MostMessageBytes
            : room > DefaultRoom || bytes > DefaultMessageBytes;
        if (room <= 0 || bytes <= 0 || isTooMuch || (guest.Call.Int(1) & Fcntl.O_ACCMODE) == Fcntl.O_ACCMODE)
        {
            return Errno.EINVAL;
        }

        int mode = guest.Call.Int(2) & ~(int)CreationMask.Of(guest);
        made = context.Place.Ipc!.PosixQueues.Create(name, mode, caller, (int)room, (int)bytes, out Errno error);
        return error;
    }
}
