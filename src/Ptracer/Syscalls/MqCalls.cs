using Ptracer.Features.Ipc;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.Mqueue;

namespace Ptracer.Syscalls;

/// <summary>What is done with an open POSIX message queue of the session's own.</summary>
internal static class MqCalls
{
    private const int LastSignal = 64;

    /// <summary>
    /// mq_timedsend(2): descriptor, text, its bytes, priority, struct timespec * or null. Errors: EAGAIN, EBADF, EFAULT,
    /// EINVAL, EMSGSIZE; after a wait EINTR, ETIMEDOUT.
    /// </summary>
    public static Verdict Send(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Errno error = SleepCalls.ReadLimit(guest, guest.Call.Pointer(4), out TimeLimit? limit);
        uint priority = (uint)guest.Call[3];
        error = error == Errno.None && priority >= MQ_PRIO_MAX ? Errno.EINVAL : error;
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        if (!QueueDescriptor.TryGet(context, guest, out QueueDescriptor descriptor) || !descriptor.IsWritable)
        {
            return Verdict.Fail(Errno.EBADF);
        }

        PosixQueue queue = descriptor.Queue;
        if (guest.Call[2] > (ulong)queue.MessageBytes)
        {
            return Verdict.Fail(Errno.EMSGSIZE);
        }

        byte[] text = new byte[guest.Call[2]];
        if (!guest.TryRead(guest.Call.Pointer(1), text))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        PosixMessage message = new(priority, text);
        if (queue.TrySend(message, IpcCallers.Of(context, guest), context.Place.Sleeps!))
        {
            return Verdict.Return(0);
        }

        if (!descriptor.Waits)
        {
            return Verdict.Fail(Errno.EAGAIN);
        }

        PosixSendSleep sleep = new(guest, queue, message);
        queue.Wait(sleep);
        return Begin(context, guest, sleep, limit);
    }

    /// <summary>
    /// mq_timedreceive(2): descriptor, buffer, its bytes, unsigned * or null, struct timespec * or null. Errors: EAGAIN,
    /// EBADF, EFAULT, EINVAL, EMSGSIZE; after a wait EINTR, ETIMEDOUT.
    /// </summary>
    public static Verdict Receive(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Errno error = SleepCalls.ReadLimit(guest, guest.Call.Pointer(4), out TimeLimit? limit);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        if (!QueueDescriptor.TryGet(context, guest, out QueueDescriptor descriptor) || !descriptor.IsReadable)
        {
            return Verdict.Fail(Errno.EBADF);
        }

        PosixQueue queue = descriptor.Queue;
        (GuestPtr buffer, GuestPtr priority) = (guest.Call.Pointer(1), guest.Call.Pointer(3));
        if (guest.Call[2] < (ulong)queue.MessageBytes)
        {
            return Verdict.Fail(Errno.EMSGSIZE);
        }

        if (queue.TryReceive(context.Place.Sleeps!) is { } message)
        {
            return Verdict.Return(PosixQueues.Deliver(guest, buffer, priority, message));
        }

        if (!descriptor.Waits)
        {
            return Verdict.Fail(Errno.EAGAIN);
        }

        PosixReceiveSleep sleep = new(guest, queue, buffer, priority);
        queue.Wait(sleep);
        return Begin(context, guest, sleep, limit);
    }

    /// <summary>
    /// mq_notify(2): descriptor, struct sigevent * or null. SIGEV_THREAD, for which C libraries have the kernel write to a
    /// socket, is not known here. Errors: EBADF, EBUSY, EFAULT, EINVAL, ENOSYS.
    /// </summary>
    public static Verdict Notify(SyscallContext context, SyscallRow row, IGuest guest)
    {
        sigevent wanted = default;
        bool isWithdrawn = guest.Call[1] == 0;
        if (!isWithdrawn && !guest.TryGet(guest.Call.Pointer(1), out wanted))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        Errno error = wanted.sigev_notify switch
        {
            SIGEV_NONE => Errno.None,
            SIGEV_SIGNAL => (uint)wanted.sigev_signo > LastSignal ? Errno.EINVAL : Errno.None,
            SIGEV_THREAD => Errno.ENOSYS,
            _ => Errno.EINVAL,
        };
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        if (!QueueDescriptor.TryGet(context, guest, out QueueDescriptor descriptor))
        {
            return Verdict.Fail(Errno.EBADF);
        }

        if (isWithdrawn)
        {
            descriptor.Queue.Forget(guest.Tgid);
            return Verdict.Return(0);
        }

        return Verdict.Return(-(long)descriptor.Queue.Notify(new Notification(guest.Tgid, wanted)));
    }

    /// <summary>
    /// mq_getsetattr(2): descriptor, new and old struct mq_attr *, or null. The one flag that can be set is the kernel's.
    /// Errors: EBADF, EFAULT, EINVAL.
    /// </summary>
    public static Verdict Attributes(SyscallContext context, SyscallRow row, IGuest guest)
    {
        mq_attr wanted = default;
        (bool sets, bool tells) = (guest.Call[1] != 0, guest.Call[2] != 0);
        if (sets && !guest.TryGet(guest.Call.Pointer(1), out wanted))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        if ((wanted.mq_flags & ~Fcntl.O_NONBLOCK) != 0)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if (!QueueDescriptor.TryGet(context, guest, out QueueDescriptor descriptor))
        {
            return Verdict.Fail(Errno.EBADF);
        }

        mq_attr attributes = new()
        {
            mq_flags = descriptor.Flags & Fcntl.O_NONBLOCK,
            mq_maxmsg = descriptor.Queue.Room,
            mq_msgsize = descriptor.Queue.MessageBytes,
            mq_curmsgs = descriptor.Queue.Count,
        };
        if (tells && !guest.TryPut(guest.Call.Pointer(2), attributes))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        if (!sets)
        {
            return Verdict.Return(0);
        }

        guest.SetArgument(1, Fcntl.F_SETFL);
        guest.SetArgument(2, (ulong)wanted.mq_flags);
        guest.SetNumber(Sysno.fcntl);
        return Verdict.Run;
    }

    private static Verdict Begin(SyscallContext context, IGuest guest, Sleep sleep, TimeLimit? until) =>
        SleepCalls.Begin(context, guest, sleep, until is { } time ? SleepCalls.Until(time) : null);
}
