using Ptracer.Features.StandIns;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>Calls that make, remove and rename names, where some files have stand-ins: the tracer makes them itself.</summary>
internal static class StandInCalls
{
    private static readonly ExitHalf s_made = Made;

    /// <summary>link(2), linkat(2): errors as theirs, but none because the place refuses hard links.</summary>
    public static Verdict Link(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Verdict verdict = PathCalls.Link(context, row, guest);
        (Resolution from, Resolution to) = (context.First, context.Second);
        if (verdict.Kind != VerdictKind.Run || from.IsUnchanged || to.IsUnchanged || to.Mount is not { } mount || HasStrangeFlags(row, guest))
        {
            return verdict;
        }

        // A file that is open: the name by which the kernel knows it, unless it has none any more.
        ReadOnlySpan<byte> source = from.Host.WithNul;
        if (ProcPath.Classify(from.Host.Span, out _) == ProcLink.Descriptor && KindOfFirst(row, guest) == LookupKind.Follow)
        {
            int length = HostFiles.ReadLink(source, context.Scratch.Room);
            context.Scratch.SetLength(Math.Max(0, length));
            if (length <= 0 || context.Scratch.Span[0] != '/' || !HostFiles.IsSameFile(source, context.Scratch.WithNul))
            {
                return verdict;
            }

            source = context.Scratch.WithNul;
        }

        return Verdict.Return(context.Place.StandIns!.Link(source, to.Host.WithNul, mount));
    }

    /// <summary>mknod(2), mknodat(2): errors as theirs, but none because the place refuses FIFOs or sockets.</summary>
    public static Verdict Mknod(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Verdict verdict = context.Identity is null ? PathCalls.One(context, row, guest) : OwnerCalls.Mknod(context, row, guest);
        return verdict.Kind == VerdictKind.Run && TypeOf(ModeOf(guest)) != 0 ? Verdict.RunThenExit(s_made) : verdict;
    }

    /// <summary>unlink(2).</summary>
    public static Verdict Unlink(SyscallContext context, SyscallRow row, IGuest guest) =>
        FinishUnlink(context, row, guest, row.Paths[0]);

    /// <summary>unlinkat(2).</summary>
    public static Verdict Unlinkat(SyscallContext context, SyscallRow row, IGuest guest) =>
        (guest.Call.Int(2) & Fcntl.AT_REMOVEDIR) != 0
            ? PathCalls.Unlinkat(context, row, guest)
            : FinishUnlink(context, row, guest, row.Paths[0]);

    /// <summary>rename(2), renameat(2), renameat2(2).</summary>
    public static Verdict Rename(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Verdict verdict = PathCalls.Rename(context, row, guest);
        (Resolution from, Resolution to) = (context.First, context.Second);
        if (verdict.Kind != VerdictKind.Run || from.IsUnchanged || to.IsUnchanged || to.Mount is not { } mount)
        {
            return verdict;
        }

        uint flags = guest.Call.Number == Sysno.renameat2 ? (uint)guest.Call[4] : 0;
        return context.Place.StandIns!.Rename(from.Host.WithNul, to.Host.WithNul, flags, mount) is { } result ? Verdict.Return(result) : verdict;
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

    private static Verdict FinishUnlink(SyscallContext context, SyscallRow row, IGuest guest, in PathArgument argument)
    {
        Errno error = context.Translate(guest, argument, context.First, LookupLimits.NeedPlace);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        Resolution place = context.First;
        return !place.IsUnchanged && place.Mount is { } mount && context.Place.StandIns!.Unlink(place.Host.WithNul, mount) is { } result
            ? Verdict.Return(result)
            : Verdict.Run;
    }

    private static LookupKind KindOfFirst(SyscallRow row, IGuest guest) => SyscallContext.KindOf(guest, row.Paths[0]);

    private static bool HasStrangeFlags(SyscallRow row, IGuest guest) =>
        row.Paths[0].Flags is >= 0 and var flags && (guest.Call.Int(flags) & ~Fcntl.AT_SYMLINK_FOLLOW) != 0;
}
