using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>
/// What the descriptors of a POSIX message queue are in truth: ends of a pipe, which guests open by way of the tracer's
/// /proc/PID/fd. The pipe has room for two packets and holds none while the queue is empty, two while it is full, else
/// one: so poll(2) and its like tell of it what they tell of a queue. Its inode says whose a descriptor is; access mode
/// and O_NONBLOCK are kept by the kernel.
/// </summary>
internal sealed unsafe class ReadinessPipe
{
    private const int Packets = 2;
    private const int PageBytes = 4096;
    private const int Flags = Fcntl.O_DIRECT | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC;

    private int _reader;
    private int _writer;
    private int _packets;

    private ReadinessPipe(int reader, int writer)
    {
        (_reader, _writer) = (reader, writer);
        Stat.stat status = default;
        Stat.fstat(reader, &status);
        (Device, Inode) = (status.st_dev, status.st_ino);
    }

    /// <summary>The tracer's descriptor.</summary>
    public int Descriptor => _reader;

    public ulong Device { get; }

    public ulong Inode { get; }

    /// <summary>Makes one: null, and why, if that cannot be.</summary>
    public static ReadinessPipe? Create(out Errno error)
    {
        int* ends = stackalloc int[2];
        error = Raw.ErrnoOf(Unistd.pipe2(ends, Flags));
        if (error != Errno.None)
        {
            return null;
        }

        Fcntl.fcntl(ends[1], Fcntl.F_SETPIPE_SZ, Packets * PageBytes);
        return new ReadinessPipe(ends[0], ends[1]);
    }

    /// <summary>Shows what a queue with so many messages is ready for.</summary>
    public void Show(int messages, int room)
    {
        byte packet = 0;
        int wanted = messages == 0 ? 0 : messages < room ? 1 : Packets;
        for (; _packets < wanted; _packets++)
        {
            Unistd.write(_writer, &packet, 1);
        }

        for (; _packets > wanted; _packets--)
        {
            Unistd.read(_reader, &packet, 1);
        }
    }

    /// <summary>Whether any guest has it open: with one end of the tracer's closed, the other tells.</summary>
    public bool IsOpenElsewhere()
    {
        Unistd.close(_writer);
        bool hasWriters = !PipeEnd.HasEvent(_reader, PollH.POLLHUP);
        _writer = (int)PipeEnd.Open(_reader, Fcntl.O_WRONLY | Flags);
        if (hasWriters)
        {
            return true;
        }

        Unistd.close(_reader);
        bool hasReaders = !PipeEnd.HasEvent(_writer, PollH.POLLERR);
        _reader = (int)PipeEnd.Open(_writer, Fcntl.O_RDONLY | Flags);
        return hasReaders;
    }

    public void Close()
    {
        Unistd.close(_reader);
        Unistd.close(_writer);
    }
}
