using Ptracer.Features.StandIns;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>open(2) of FIFOs in a place that refuses them (<see cref="Fifo"/>), and mknod(2) there.</summary>
internal static unsafe class StandInFifos
{
    private const int Dropped =
        Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_TRUNC | Fcntl.O_NOFOLLOW | Fcntl.O_NOCTTY | Fcntl.O_DIRECTORY;

    private static readonly ExitHalf s_opened = Opened;
    private static readonly ExitHalf s_made = Made;

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

    /// <summary>mknod(2), mknodat(2): errors as theirs, but none because the place refuses FIFOs or sockets.</summary>
    public static Verdict Mknod(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Verdict verdict = context.Identity is null ? PathCalls.One(context, row, guest) : OwnerCalls.Mknod(context, row, guest);
        return verdict.Kind == VerdictKind.Run && TypeOf(ModeOf(guest)) != 0 ? Verdict.RunThenExit(s_made) : verdict;
    }

    private static long Opened(SyscallContext context, IGuest guest, long result)
    {
        context.Place.Fifos!.EndOpening(guest.Index);
        return result;
    }

    private static long Made(SyscallContext context, IGuest guest, long result)
    {
        if (Raw.ErrnoOf(result) is Errno.None or Errno.EEXIST)
        {
            return result;
        }

        context.Begin();
        PathArgument argument = guest.Call.Number == Sysno.mknod
            ? new PathArgument(0, Kind: LookupKind.Entry, Use: PathUse.Make)
            : new PathArgument(1, 0, LookupKind.Entry, PathUse.Make);
        Resolution place = context.First;
        ReadOnlySpan<byte> path = context.ReadPath(guest, guest.Call.Pointer(argument.Path));
        if (path.IsEmpty || context.Resolve(guest, argument, path, argument.Kind, place, LookupLimits.NeedPlace) != Errno.None ||
            place.IsUnchanged || place.Mount is not { } mount || !StandInFiles.IsRefusal(result, place.Host.WithNul))
        {
            return result;
        }

        uint mode = ModeOf(guest);
        return StandInFiles.MakeSpecial(place.Host.WithNul, TypeOf(mode), mode & 0xfff & ~CreationMask.Of(guest), mount, out _);
    }

    private static uint ModeOf(IGuest guest) => (uint)guest.Call[guest.Call.Number == Sysno.mknod ? 1 : 2];

    /// <summary>The stand-in of a mode's file type; 0: it has none.</summary>
    private static byte TypeOf(uint mode) => (mode & Stat.S_IFMT) switch
    {
        Stat.S_IFIFO => StandIn.Fifo,
        Stat.S_IFSOCK => StandIn.Socket,
        _ => 0,
    };

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
