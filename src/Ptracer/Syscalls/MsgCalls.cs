using Ptracer.Features.Ipc;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.SysMsg;

namespace Ptracer.Syscalls;

/// <summary>msgget(2), msgsnd(2) and msgrcv(2) on the session's own queues.</summary>
internal static class MsgCalls
{
    private const uint ModeMask = 0x1ff;

    /// <summary>key, flags. Errors: EACCES, EEXIST, ENOENT, ENOSPC.</summary>
    public static Verdict Get(SyscallContext context, SyscallRow row, IGuest guest)
    {
        IpcTable<MessageQueue> table = context.Place.Ipc!.Queues.Table;
        (int key, int flags) = (guest.Call.Int(0), guest.Call.Int(1));
        IpcCaller caller = IpcCallers.Of(context, guest);
        Errno error = table.Look(key, flags, out MessageQueue? found);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        return found is null ? Verdict.Return(table.Add(new MessageQueue(key, flags, caller)))
            : found.Allows(caller, (uint)flags & ModeMask) ? Verdict.Return(found.Id)
            : Verdict.Fail(Errno.EACCES);
    }

    /// <summary>
    /// id, struct msgbuf *, bytes of text, flags. Errors: EACCES, EAGAIN, EFAULT, EINVAL; after a wait EIDRM, EINTR.
    /// </summary>
    public static Verdict Send(SyscallContext context, SyscallRow row, IGuest guest)
    {
        GuestPtr buffer = guest.Call.Pointer(1);
        if (!GuestWords.TryReadLong(guest, buffer, out long type))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        if (guest.Call[2] > MessageQueue.LargestMessage || guest.Call.Int(0) < 0 || type < 1)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        byte[] text = new byte[guest.Call[2]];
        if (!guest.TryRead(buffer + GuestWords.SizeBytes(guest), text))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        Errno error = Find(context, guest, IpcObject.Write, out MessageQueue? queue);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        Message message = new(type, text);
        if (queue!.TrySend(message, guest.Tgid, context.Place.Sleeps!))
        {
            return Verdict.Return(0);
        }

        if ((guest.Call.Int(3) & SysIpc.IPC_NOWAIT) != 0)
        {
            return Verdict.Fail(Errno.EAGAIN);
        }

        SendSleep sleep = new(guest, queue, message);
        queue.Wait(sleep);
        return SleepCalls.Begin(context, guest, sleep, null);
    }

    /// <summary>
    /// id, struct msgbuf *, room for text, type, flags. Errors: E2BIG, EACCES, EFAULT, EINVAL, ENOMSG; after a wait EIDRM,
    /// EINTR.
    /// </summary>
    public static Verdict Receive(SyscallContext context, SyscallRow row, IGuest guest)
    {
        int flags = guest.Call.Int(4);
        bool isCopyOfNone = (flags & MSG_COPY) != 0 && (flags & (MSG_EXCEPT | SysIpc.IPC_NOWAIT)) != SysIpc.IPC_NOWAIT;
        if (guest.Call.Int(0) < 0 || guest.Call.Long(2) < 0 || isCopyOfNone)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        Errno error = Find(context, guest, IpcObject.Read, out MessageQueue? queue);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        MessageChoice choice = new(guest.Call.Long(3), (int)Math.Min(guest.Call[2], int.MaxValue), flags);
        error = queue!.TryReceive(choice, guest.Tgid, context.Place.Sleeps!, out Message? message);
        if (error == Errno.None)
        {
            return Verdict.Return(MessageQueues.Deliver(guest, guest.Call.Pointer(1), message!, choice.RoomBytes));
        }

        if (error != Errno.ENOMSG || (flags & SysIpc.IPC_NOWAIT) != 0)
        {
            return Verdict.Fail(error);
        }

        ReceiveSleep sleep = new(guest, queue, choice, guest.Call.Pointer(1));
        queue.Wait(sleep);
        return SleepCalls.Begin(context, guest, sleep, null);
    }

    private static Errno Find(SyscallContext context, IGuest guest, uint permission, out MessageQueue? queue)
    {
        queue = context.Place.Ipc!.Queues.Table.Find(guest.Call.Int(0));
        return queue is null ? Errno.EINVAL
            : queue.Allows(IpcCallers.Of(context, guest), permission) ? Errno.None
            : Errno.EACCES;
    }
}
