using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>A System V message queue, and who waits to send or to receive.</summary>
internal sealed class MessageQueue(int key, int flags, in IpcCaller creator) : IpcObject(key, flags, creator)
{
    /// <summary>The most bytes of a message: MSGMAX.</summary>
    public const int LargestMessage = 8192;

    /// <summary>The most bytes in a queue, unless its owner is root: MSGMNB.</summary>
    public const int DefaultCapacity = 16384;

    private readonly List<Message> _messages = [];
    private readonly List<ReceiveSleep> _receivers = [];
    private readonly List<SendSleep> _senders = [];

    public int Count => _messages.Count;

    public ulong Bytes { get; private set; }

    public ulong CapacityBytes { get; set; } = DefaultCapacity;

    public int LastSender { get; private set; }

    public int LastReceiver { get; private set; }

    public long SendTime { get; private set; }

    public long ReceiveTime { get; private set; }

    /// <summary>Puts a message in, or hands it to who waits for it; false: there is no room.</summary>
    public bool TrySend(Message message, int process, Sleeps sleeps)
    {
        if (Bytes + (ulong)message.Text.Length > CapacityBytes || (ulong)Count + 1 > CapacityBytes)
        {
            return false;
        }

        (LastSender, SendTime) = (process, Now);
        if (!TryHandOver(message, sleeps))
        {
            _messages.Add(message);
            Bytes += (ulong)message.Text.Length;
        }

        return true;
    }

    /// <summary>Takes a message: none, ENOMSG, or E2BIG, where it does not fit and stays.</summary>
    public Errno TryReceive(in MessageChoice choice, int process, Sleeps sleeps, out Message? message)
    {
        message = choice.Find(_messages);
        if (message is null)
        {
            return Errno.ENOMSG;
        }

        if (!choice.HasRoomFor(message))
        {
            return Errno.E2BIG;
        }

        if (!choice.Copies)
        {
            _messages.Remove(message);
            Bytes -= (ulong)message.Text.Length;
            (LastReceiver, ReceiveTime) = (process, Now);
            ServeSenders(sleeps);
        }

        return Errno.None;
    }

    public void Wait(ReceiveSleep sleep) => _receivers.Add(sleep);

    public void Wait(SendSleep sleep) => _senders.Add(sleep);

    public void Leave(ReceiveSleep sleep) => _receivers.Remove(sleep);

    public void Leave(SendSleep sleep) => _senders.Remove(sleep);

    /// <summary>There may be room now: lets those send that can, the oldest first.</summary>
    public void ServeSenders(Sleeps sleeps)
    {
        for (int i = 0; i < _senders.Count; i++)
        {
            SendSleep sender = _senders[i];
            if (TrySend(sender.Message, sender.Process, sleeps))
            {
                _senders.RemoveAt(i--);
                sleeps.Wake(sender, 0);
            }
        }
    }

    /// <summary>The queue is removed: all who wait get EIDRM.</summary>
    public void Dismiss(Sleeps sleeps)
    {
        foreach (ReceiveSleep receiver in _receivers)
        {
            sleeps.Wake(receiver, -(long)Errno.EIDRM);
        }

        foreach (SendSleep sender in _senders)
        {
            sleeps.Wake(sender, -(long)Errno.EIDRM);
        }

        _receivers.Clear();
        _senders.Clear();
    }

    /// <summary>Who waits for such a message but has no room for it gets E2BIG, and the next one is looked for.</summary>
    private bool TryHandOver(Message message, Sleeps sleeps)
    {
        for (int i = 0; i < _receivers.Count; i++)
        {
            ReceiveSleep receiver = _receivers[i];
            if (!receiver.Choice.Takes(message))
            {
                continue;
            }

            _receivers.RemoveAt(i--);
            if (receiver.Choice.HasRoomFor(message))
            {
                receiver.Message = message;
                (LastReceiver, ReceiveTime) = (receiver.Process, Now);
                sleeps.Wake(receiver, 0);
                return true;
            }

            sleeps.Wake(receiver, -(long)Errno.E2BIG);
        }

        return false;
    }
}
