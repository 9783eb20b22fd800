using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>A POSIX message queue (mq_overview(7)).</summary>
internal sealed class PosixQueue(byte[] name, int mode, in IpcCaller creator, int room, int messageBytes, ReadinessPipe pipe)
    : IpcObject(SysIpc.IPC_PRIVATE, mode, creator)
{
    private const int OverheadBytes = 96; // of a message: struct msg_msg, struct posix_msg_tree_node

    private readonly List<PosixMessage> _messages = [];
    private readonly List<PosixReceiveSleep> _receivers = [];
    private readonly List<PosixSendSleep> _senders = [];
    private Notification? _notification;

    public byte[] Name { get; } = name;

    /// <summary>How many messages it holds at most.</summary>
    public int Room { get; } = room;

    /// <summary>How long a message may be.</summary>
    public int MessageBytes { get; } = messageBytes;

    public ReadinessPipe Pipe { get; } = pipe;

    public int Count => _messages.Count;

    public bool IsUnlinked { get; set; }

    /// <summary>How many threads are about to open it.</summary>
    public int Openings { get; set; }

    /// <summary>What it counts against RLIMIT_MSGQUEUE (getrlimit(2)).</summary>
    public long AccountedBytes => AccountedBytesOf(Room, MessageBytes);

    public static long AccountedBytesOf(long room, long messageBytes) => room * (messageBytes + OverheadBytes);

    /// <summary>Puts a message in, or hands it to who waits for one; false: it is full.</summary>
    public bool TrySend(PosixMessage message, in IpcCaller sender, Sleeps sleeps)
    {
        if (Count == Room)
        {
            return false;
        }

        if (_receivers.Count > 0)
        {
            PosixReceiveSleep receiver = _receivers[0];
            _receivers.RemoveAt(0);
            receiver.Message = message;
            sleeps.Wake(receiver, 0);
            return true;
        }

        Insert(message);
        if (Count == 1)
        {
            _notification?.Send(sender);
            _notification = null;
        }

        return true;
    }

    /// <summary>Takes the oldest message of the highest priority; null: it is empty.</summary>
    public PosixMessage? TryReceive(Sleeps sleeps)
    {
        if (Count == 0)
        {
            return null;
        }

        PosixMessage message = _messages[0];
        _messages.RemoveAt(0);
        if (_senders.Count > 0)
        {
            PosixSendSleep sender = _senders[0];
            _senders.RemoveAt(0);
            _messages.Insert(PlaceOf(sender.Message), sender.Message);
            sleeps.Wake(sender, 0);
        }

        Pipe.Show(Count, Room);
        return message;
    }

    public void Wait(PosixReceiveSleep sleep) => _receivers.Add(sleep);

    public void Wait(PosixSendSleep sleep) => _senders.Add(sleep);

    public void Leave(PosixReceiveSleep sleep) => _receivers.Remove(sleep);

    public void Leave(PosixSendSleep sleep) => _senders.Remove(sleep);

    /// <summary>mq_notify(3): one process may ask to be told of a message in the empty queue; EBUSY: another has.</summary>
    public Errno Notify(Notification wanted)
    {
        if (_notification is not null)
        {
            return Errno.EBUSY;
        }

        _notification = wanted;
        return Errno.None;
    }

    /// <summary>A process does not ask to be told any more, or has ended.</summary>
    public void Forget(int process)
    {
        if (_notification?.Process == process)
        {
            _notification = null;
        }
    }

    private void Insert(PosixMessage message)
    {
        _messages.Insert(PlaceOf(message), message);
        Pipe.Show(Count, Room);
    }

    private int PlaceOf(PosixMessage message)
    {
        int place = _messages.FindIndex(other => other.Priority < message.Priority);
        return place < 0 ? _messages.Count : place;
    }
}

/// <summary>A message of a POSIX queue.</summary>
/// <param name="Priority">0 to MQ_PRIO_MAX - 1.</param>
/// <param name="Text">What it says.</param>
internal sealed record PosixMessage(uint Priority, byte[] Text);
