using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>A call on a POSIX queue that waits: SA_RESTART has it made again after a handler.</summary>
internal abstract class PosixSleep(IGuest guest) : Sleep(guest)
{
    public override long TimedOut => -(long)Errno.ETIMEDOUT;

    public override long Interrupted => -(long)Errno.ERESTARTSYS;
}

/// <summary>mq_timedsend(2) on a full queue.</summary>
internal sealed class PosixSendSleep(IGuest guest, PosixQueue queue, PosixMessage message) : PosixSleep(guest)
{
    public PosixMessage Message { get; } = message;

    public override void Leave() => queue.Leave(this);
}

/// <summary>mq_timedreceive(2) on an empty queue.</summary>
internal sealed class PosixReceiveSleep(IGuest guest, PosixQueue queue, GuestPtr buffer, GuestPtr priority) : PosixSleep(guest)
{
    /// <summary>What has come.</summary>
    public PosixMessage? Message { get; set; }

    public override void Leave() => queue.Leave(this);

    public override long Finish(IGuest waiter) => PosixQueues.Deliver(waiter, buffer, priority, Message!);
}
