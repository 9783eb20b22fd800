using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features.StandIns;

/// <summary>
/// A FIFO that its place refuses: a pipe that nobody has open yet, which guests open by way of the tracer's /proc/PID/fd. The
/// kernel opens a pipe at once, whoever else has it; that an open(2) waits for its other side (fifo(7)) is made here.
/// </summary>
/// <remarks>
/// Between the decision that an open may be made and its end, the tracer holds the same side open: so whoever was let go on
/// together finds the others there, however their opens follow each other.
/// </remarks>
internal sealed unsafe class Fifo
{
    private readonly List<FifoSleep> _waiting = [];
    private readonly Side _reading = new(Fcntl.O_RDONLY);
    private readonly Side _writing = new(Fcntl.O_WRONLY);

    private Fifo(int descriptor)
    {
        Descriptor = descriptor;
        Stat.stat status = default;
        Stat.fstat(descriptor, &status);
        (Device, Inode) = (status.st_dev, status.st_ino);
    }

    /// <summary>The tracer's descriptor, by O_PATH: it keeps the pipe, and is no side of it.</summary>
    public int Descriptor { get; }

    /// <summary>The pipe's.</summary>
    public ulong Device { get; }

    public ulong Inode { get; }

    /// <summary>Whether no guest has it open, opens it or waits for it.</summary>
    public bool IsIdle => _waiting.Count == 0 && !HasReaders() && !HasWriters();

    /// <summary>Makes one: null, and why, if that cannot be.</summary>
    public static Fifo? Create(out Errno error)
    {
        int* ends = stackalloc int[2];
        error = Raw.ErrnoOf(Unistd.pipe2(ends, Fcntl.O_CLOEXEC));
        if (error != Errno.None)
        {
            return null;
        }

        long descriptor = PipeEnd.Open(ends[0], Fcntl.O_PATH);
        Unistd.close(ends[0]);
        Unistd.close(ends[1]);
        error = Raw.ErrnoOf(descriptor);
        return error == Errno.None ? new Fifo((int)descriptor) : null;
    }

    /// <summary>Whether the other side of an access mode is there, or waits.</summary>
    public bool HasPartner(FifoAccess access) => access switch
    {
        FifoAccess.Reads => HasWriters() || _waiting.Exists(static one => one.Access == FifoAccess.Writes),
        FifoAccess.Writes => HasReaders() || _waiting.Exists(static one => one.Access == FifoAccess.Reads),
        _ => true,
    };

    /// <summary>One who waits for the side that an opening brings: null if none does.</summary>
    public FifoSleep? TakeWaiting(FifoAccess opened)
    {
        int at = _waiting.FindIndex(one => (opened & ~one.Access) != 0);
        FifoSleep? found = at < 0 ? null : _waiting[at];
        if (found is not null)
        {
            _waiting.RemoveAt(at);
        }

        return found;
    }

    public void Wait(FifoSleep sleep) => _waiting.Add(sleep);

    public void Leave(FifoSleep sleep) => _waiting.Remove(sleep);

    /// <summary>An open(2) is going to be made.</summary>
    public void BeginOpening(FifoAccess access)
    {
        Hold(access, FifoAccess.Reads, _reading);
        Hold(access, FifoAccess.Writes, _writing);
    }

    /// <summary>It has been made, or never will be.</summary>
    public void EndOpening(FifoAccess access)
    {
        Release(access, FifoAccess.Reads, _reading);
        Release(access, FifoAccess.Writes, _writing);
    }

    public void Close() => Unistd.close(Descriptor);

    private void Hold(FifoAccess access, FifoAccess part, Side side)
    {
        if ((access & part) != 0 && side.Openings++ == 0)
        {
            side.Held = (int)PipeEnd.Open(Descriptor, side.Access | Fcntl.O_NONBLOCK);
        }
    }

    private static void Release(FifoAccess access, FifoAccess part, Side side)
    {
        if ((access & part) != 0 && --side.Openings == 0)
        {
            Unistd.close(side.Held);
        }
    }

    // pipe_poll(), fs/pipe.c: a writing end has POLLERR while there are no readers.
    private bool HasReaders()
    {
        int end = (int)PipeEnd.Open(Descriptor, Fcntl.O_WRONLY | Fcntl.O_NONBLOCK);
        bool has = !PipeEnd.HasEvent(end, PollH.POLLERR);
        Unistd.close(end);
        return has;
    }

    // A reading end has POLLHUP while there are no writers but have been since it was opened.
    private bool HasWriters()
    {
        int end = (int)PipeEnd.Open(Descriptor, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK);
        Unistd.close((int)PipeEnd.Open(Descriptor, Fcntl.O_WRONLY | Fcntl.O_NONBLOCK));
        bool has = !PipeEnd.HasEvent(end, PollH.POLLHUP);
        Unistd.close(end);
        return has;
    }

    private sealed class Side(int access)
    {
        public int Access { get; } = access;

        /// <summary>How many opens of this side are being made.</summary>
        public int Openings { get; set; }

        /// <summary>The tracer's descriptor meanwhile.</summary>
        public int Held { get; set; }
    }
}

/// <summary>The sides of a FIFO that an open(2) is for.</summary>
[Flags]
internal enum FifoAccess
{
    None = 0,
    Reads = 1,
    Writes = 2,
}

/// <summary>An open(2) that waits for the other side.</summary>
/// <param name="guest">Who waits.</param>
/// <param name="fifo">For what.</param>
/// <param name="access">The side that it opens.</param>
internal sealed class FifoSleep(IGuest guest, Fifo fifo, FifoAccess access) : Sleep(guest)
{
    /// <summary>The thread's number.</summary>
    public int Index { get; } = guest.Index;

    public FifoAccess Access { get; } = access;

    public override long TimedOut => Interrupted; // it has no limit

    public override long Interrupted => -(long)Errno.ERESTARTSYS; // wait_for_partner(), fs/pipe.c

    public override void Leave() => fifo.Leave(this);
}
