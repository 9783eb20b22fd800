using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>The POSIX message queues of a session, by name and by what their descriptors are.</summary>
internal sealed class PosixQueues(Sleeps sleeps) : IGuestObserver
{
    private const int Limit = 256; // /proc/sys/fs/mqueue/queues_max
    private const long BytesOfUser = 819200; // RLIMIT_MSGQUEUE: MQ_BYTES_MAX

    private readonly List<PosixQueue> _queues = [];

    public Sleeps Sleeps { get; } = sleeps;

    public PosixQueue? Find(ReadOnlySpan<byte> name)
    {
        foreach (PosixQueue queue in _queues)
        {
            if (!queue.IsUnlinked && name.SequenceEqual(queue.Name))
            {
                return queue;
            }
        }

        return null;
    }

    /// <summary>The queue of a descriptor, by what it is in truth.</summary>
    public PosixQueue? Find(ulong device, ulong inode)
    {
        foreach (PosixQueue queue in _queues)
        {
            if (queue.Pipe.Inode == inode && queue.Pipe.Device == device)
            {
                return queue;
            }
        }

        return null;
    }

    /// <summary>Makes a queue. Errors: ENOSPC, EMFILE.</summary>
    public PosixQueue? Create(
        ReadOnlySpan<byte> name, int mode, in IpcCaller creator, int room, int messageBytes, out Errno error)
    {
        RemoveUnused();
        long bytes = PosixQueue.AccountedBytesOf(room, messageBytes);
        foreach (PosixQueue queue in _queues)
        {
            bytes += queue.Owner == creator.User ? queue.AccountedBytes : 0;
        }

        error = _queues.Count >= Limit && !creator.IsPrivileged ? Errno.ENOSPC : bytes > BytesOfUser ? Errno.EMFILE : Errno.None;
        ReadinessPipe? pipe = error == Errno.None ? ReadinessPipe.Create(out error) : null;
        if (pipe is null)
        {
            return null;
        }

        PosixQueue created = new(name.ToArray(), mode, creator, room, messageBytes, pipe);
        _queues.Add(created);
        return created;
    }

    /// <summary>Nobody finds it by its name any more; it goes with its last descriptor.</summary>
    public void Unlink(PosixQueue queue)
    {
        queue.IsUnlinked = true;
        RemoveUnused();
    }

    /// <summary>Writes a message into a guest's buffer: its bytes, or -EFAULT.</summary>
    public static long Deliver(IGuest guest, GuestPtr buffer, GuestPtr priority, PosixMessage message) =>
        guest.TryWrite(buffer, message.Text) && (priority.IsNull || guest.TryPut(priority, message.Priority))
            ? message.Text.Length
            : -(long)Errno.EFAULT;

    public void Born(in Birth birth)
    {
    }

    public void Executed(int index)
    {
    }

    public void Died(int index, int process)
    {
        foreach (PosixQueue queue in _queues)
        {
            queue.Forget(process);
        }
    }

    private void RemoveUnused()
    {
        for (int i = _queues.Count - 1; i >= 0; i--)
        {
            PosixQueue queue = _queues[i];
            if (queue.IsUnlinked && queue.Openings == 0 && !queue.Pipe.IsOpenElsewhere())
            {
                queue.Pipe.Close();
                _queues.RemoveAt(i);
            }
        }
    }
}
