using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>A msgsnd(2) or msgrcv(2) that waits: after a signal without a handler it is made again.</summary>
internal abstract class MessageSleep(IGuest guest) : Sleep(guest)
{
    public override long TimedOut => -(long)Errno.EINTR; // it has no time limit

    public override long Interrupted => -(long)Errno.ERESTARTNOHAND;
}

/// <summary>A msgsnd(2) that waits for room.</summary>
internal sealed class SendSleep(IGuest guest, MessageQueue queue, Message message) : MessageSleep(guest)
{
    public Message Message { get; } = message;

    public override void Leave() => queue.Leave(this);
}

/// <summary>A msgrcv(2) that waits for a message.</summary>
internal sealed class ReceiveSleep(IGuest guest, MessageQueue queue, MessageChoice choice, GuestPtr buffer) : MessageSleep(guest)
{
    public MessageChoice Choice { get; } = choice;

    /// <summary>What has come.</summary>
    public Message? Message { get; set; }

    public override void Leave() => queue.Leave(this);

    public override long Finish(IGuest waiter) =>
        Message is null ? Result!.Value : MessageQueues.Deliver(waiter, buffer, Message, Choice.RoomBytes);
}
