using Ptracer.Features.StandIns;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>open(2) of FIFOs in a place that refuses them (<see cref="Fifo"/>).</summary>
internal static unsafe class StandInFifos
{
    private const int Dropped =
        Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_TRUNC | Fcntl.O_NOFOLLOW | Fcntl.O_NOCTTY | Fcntl.O_DIRECTORY;

    private static readonly ExitHalf s_opened = Opened;

    /// <summary>
    /// What becomes of an open(2) that leads to a FIFO's stored file. Errors: EACCES, EEXIST, ENOTDIR, ENXIO (a writer that
    /// shall not wait, without a reader), EMFILE, ENFILE; EINTR.
    /// </summary>
    public static Verdict Open(SyscallContext context, IGuest guest, int flags, Resolution place)
    {
        const int Exclusive = Fcntl.O_CREAT | Fcntl.O_EXCL;
        FifoAccess access = AccessOf(flags);
        Errno error = (flags & Exclusive) == Exclusive ? Errno.EEXIST
            : (flags & Fcntl.O_DIRECTORY) != 0 ? Errno.ENOTDIR
            : CheckAccess(place, access);
        Fifo? fifo = error == Errno.None ? context.Place.Fifos!.Get(place.Host.Span, out error) : null;
        if (fifo is null)
        {
            return Verdict.Fail(error);
        }

        bool waits = (flags & Fcntl.O_NONBLOCK) == 0;
        if (!waits && access == FifoAccess.Writes && !fifo.HasPartner(access))
        {
            return Verdict.Fail(Errno.ENXIO);
        }

        if (context.Place.Fifos!.Open(guest, fifo, access, waits && access != (FifoAccess.Reads | FifoAccess.Writes)) is { } sleep)
        {
            return SleepCalls.Begin(context, guest, sleep, limit: null);
        }

        OwnDescriptor.SetOpen(guest, fifo.Descriptor, flags & ~Dropped);
        return Verdict.RunThenExit(s_opened);
    }

    private static long Opened(SyscallContext context, IGuest guest, long result)
    {
        context.Place.Fifos!.EndOpening(guest.Index);
        return result;
    }

    private static FifoAccess AccessOf(int flags) => (flags & Fcntl.O_ACCMODE) switch
    {
        Fcntl.O_RDONLY => FifoAccess.Reads,
        Fcntl.O_WRONLY => FifoAccess.Writes,
        _ => FifoAccess.Reads | FifoAccess.Writes,
    };

    private static Errno CheckAccess(Resolution place, FifoAccess access)
    {
        int wanted = ((access & FifoAccess.Reads) != 0 ? Unistd.R_OK : 0) | ((access & FifoAccess.Writes) != 0 ? Unistd.W_OK : 0);
        fixed (byte* path = place.Host.WithNul)
        {
            return Raw.ErrnoOf(Unistd.faccessat(Fcntl.AT_FDCWD, path, wanted));
        }
    }
}
