using Ptracer.Features.Ipc;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.SysMsg;

namespace Ptracer.Syscalls;

/// <summary>msgctl(2) on the session's own queues.</summary>
internal static class MsgControlCalls
{
    private const int SegmentBytes = 16; // MSGSSZ
    private const int Argument = 2; // of the call: struct *

    /// <summary>id, command, struct *. Errors: EACCES, EFAULT, EINVAL, EPERM.</summary>
    public static Verdict Control(SyscallContext context, SyscallRow row, IGuest guest)
    {
        (int id, int command) = (guest.Call.Int(0), guest.Call.Int(1));
        return id < 0 ? Verdict.Fail(Errno.EINVAL) : command switch
        {
            SysIpc.IPC_INFO or MSG_INFO => Information(context.Place.Ipc!.Queues, guest, command),
            SysIpc.IPC_STAT or MSG_STAT or MSG_STAT_ANY => Status(context, guest, id, command),
            SysIpc.IPC_SET or SysIpc.IPC_RMID => Change(context, guest, id, command),
            _ => Verdict.Fail(Errno.EINVAL),
        };
    }

    private static Verdict Information(MessageQueues queues, IGuest guest, int command)
    {
        const int PoolKilobytes = MessageQueues.Limit * (MessageQueue.DefaultCapacity / 1024);
        bool isUsage = command == MSG_INFO;
        (int count, int bytes) = queues.Total;
        msginfo information = new()
        {
            msgpool = isUsage ? queues.Table.Count : PoolKilobytes,
            msgmap = isUsage ? count : MessageQueue.DefaultCapacity,
            msgmax = MessageQueue.LargestMessage,
            msgmnb = MessageQueue.DefaultCapacity,
            msgmni = MessageQueues.Limit,
            msgssz = SegmentBytes,
            msgtql = isUsage ? bytes : MessageQueue.DefaultCapacity,
            msgseg = ushort.MaxValue,
        };
        return IpcAnswers.Give(guest, Argument, information, queues.Table.HighestIndex);
    }

    private static Verdict Status(SyscallContext context, IGuest guest, int id, int command)
    {
        IpcTable<MessageQueue> table = context.Place.Ipc!.Queues.Table;
        MessageQueue? queue = command == SysIpc.IPC_STAT ? table.Find(id) : table.At(id);
        if (queue is null)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if (command != MSG_STAT_ANY && !queue.Allows(IpcCallers.Of(context, guest), IpcObject.Read))
        {
            return Verdict.Fail(Errno.EACCES);
        }

        msqid_ds status = new()
        {
            msg_perm = queue.Permissions,
            msg_stime = queue.SendTime,
            msg_rtime = queue.ReceiveTime,
            msg_ctime = queue.ChangeTime,
            __msg_cbytes = queue.Bytes,
            msg_qnum = (ulong)queue.Count,
            msg_qbytes = queue.CapacityBytes,
            msg_lspid = queue.LastSender,
            msg_lrpid = queue.LastReceiver,
        };
        return IpcAnswers.Give(guest, Argument, status, command == SysIpc.IPC_STAT ? 0 : queue.Id);
    }

    private static Verdict Change(SyscallContext context, IGuest guest, int id, int command)
    {
        msqid_ds given = default;
        if (command == SysIpc.IPC_SET && !guest.TryGet(guest.Call.Pointer(Argument), out given))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        MessageQueues queues = context.Place.Ipc!.Queues;
        IpcCaller caller = IpcCallers.Of(context, guest);
        if (queues.Table.Find(id) is not { } queue)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if (!queue.MayBeChangedBy(caller) || (given.msg_qbytes > MessageQueue.DefaultCapacity && !caller.IsPrivileged))
        {
            return Verdict.Fail(Errno.EPERM);
        }

        if (command == SysIpc.IPC_SET)
        {
            queue.Set(given.msg_perm);
            queue.CapacityBytes = given.msg_qbytes;
            queue.ServeSenders(context.Place.Sleeps!);
        }
        else
        {
            queues.Remove(queue);
        }

        return Verdict.Return(0);
    }
}
