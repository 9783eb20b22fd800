using System.Runtime.InteropServices;
using Ptracer.Features;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>open(2), openat(2), openat2(2), creat(2).</summary>
internal static class OpenCalls
{
    private static readonly ExitHalf s_closeMaps = CloseMaps;

    /// <summary>open, openat, creat: flags decide how the last component is looked up and what a read-only mount says.</summary>
    public static Verdict Open(SyscallContext context, SyscallRow row, IGuest guest)
    {
        PathArgument argument = row.Paths[0];
        int flags = argument.Flags < 0
            ? Fcntl.O_CREAT | Fcntl.O_WRONLY | Fcntl.O_TRUNC
            : guest.Call.Int(argument.Flags);
        return OpenWith(context, guest, argument, flags, LookupLimits.None);
    }

    /// <summary>openat2: its RESOLVE flags are honoured in the guest's view, then taken from what the kernel is given.</summary>
    public static Verdict Openat2(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Fcntl.open_how how = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Fcntl.open_how>(ref how));
        if (guest.Call[3] < (ulong)bytes.Length || !guest.TryRead(guest.Call.Pointer(2), bytes))
        {
            return Verdict.Run; // EINVAL, EFAULT
        }

        const ulong Both = Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_IN_ROOT;
        if ((how.resolve & Both) == Both)
        {
            return Verdict.Run; // EINVAL
        }

        LookupLimits limits = LimitsOf(how.resolve);
        Verdict verdict = OpenWith(context, guest, row.Paths[0], (int)how.flags, limits);
        if (verdict.Kind == VerdictKind.Return || context.First.IsUnchanged || limits == LookupLimits.None)
        {
            return verdict;
        }

        // RESOLVE_CACHED and unknown bits stay: the kernel judges them.
        how.resolve &= ~(ulong)(Fcntl.RESOLVE_NO_XDEV | Fcntl.RESOLVE_NO_MAGICLINKS | Fcntl.RESOLVE_NO_SYMLINKS |
            Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_IN_ROOT);
        if ((how.flags & Fcntl.O_PATH) == 0 || (how.flags & Fcntl.O_NOFOLLOW) == 0)
        {
            how.flags |= (limits & LookupLimits.NoSymlinks) != 0 ? Fcntl.O_NOFOLLOW : 0u;
        }

        GuestPtr staged = guest.Stage(bytes);
        guest.SetArgument(2, staged.Address);
        guest.SetArgument(3, (ulong)bytes.Length);
        return staged.IsNull ? Verdict.Fail(Errno.ENOMEM) : verdict;
    }

    private static Verdict OpenWith(SyscallContext context, IGuest guest, in PathArgument argument, int flags, LookupLimits limits)
    {
        ReadOnlySpan<byte> path = context.ReadPath(guest, guest.Call.Pointer(argument.Path));
        Resolution place = context.First;
        place.IsUnchanged = true;
        if (path.IsEmpty)
        {
            return Verdict.Run;
        }

        limits |= IsToldByTracer(path) ? LookupLimits.NeedPlace : LookupLimits.None;
        Errno error = context.Resolve(guest, argument, path, KindOf(flags, path), place, limits);
        if (error == Errno.None && !place.IsUnchanged)
        {
            byte kind = (flags & Fcntl.O_PATH) == 0 ? StandInKind.Of(context, place) : (byte)0;
            if (kind == StandIn.Fifo)
            {
                place.IsUnchanged = true; // the guest's arguments are not used
                return StandInFifos.Open(context, guest, flags, place);
            }

            error = kind == StandIn.Socket ? Errno.ENXIO : CheckReadOnly(flags, place); // a socket cannot be opened (open(2))
        }

        if (error == Errno.None && Writes(flags))
        {
            error = RunningPrograms.CheckWrite(context, guest, argument, path, place);
        }

        return error != Errno.None ? Verdict.Fail(error)
            : place.IsUnchanged ? Verdict.Run
            : OpenPlace(context, guest, argument, flags, place);
    }

    private static Verdict OpenPlace(SyscallContext context, IGuest guest, in PathArgument argument, int flags, Resolution place)
    {
        if (ProcMaps.IsMaps(place.Host.Span, out int owner) && context.Processes.IsTracee(owner) && !Writes(flags))
        {
            return OpenMaps(context, guest, argument, place, owner);
        }

        Errno error = SyscallContext.Give(guest, argument.Path, place);
        if (ProcPath.IsStatus(place.Host.Span, out int id))
        {
            context.Affinity.Release(id);
        }

        return error == Errno.None ? MountMemory.Note(context, guest) : Verdict.Fail(error);
    }

    /// <summary>A name that files of procfs have which are not told as they are: then it must be known where it leads.</summary>
    private static bool IsToldByTracer(ReadOnlySpan<byte> path) => path.EndsWith("maps"u8) || path.EndsWith("status"u8);

    /// <summary>The kernel opens our text in the place of its own.</summary>
    private static Verdict OpenMaps(SyscallContext context, IGuest guest, in PathArgument argument, Resolution place, int owner)
    {
        int descriptor = context.Maps.Open(place.Host.WithNul, context.Paths.Table, context.Processes.HasShortAddresses(owner));
        if (descriptor < 0)
        {
            return Verdict.Return(descriptor);
        }

        place.Host.SetLength(SessionLink.Format(descriptor, place.Host.Room));
        guest.ExitState[0] = (ulong)descriptor;
        Errno error = SyscallContext.Give(guest, argument.Path, place);
        if (error != Errno.None)
        {
            Unistd.close(descriptor);
            return Verdict.Fail(error);
        }

        return Verdict.RunThenExit(s_closeMaps);
    }

    private static long CloseMaps(SyscallContext context, IGuest guest, long result)
    {
        Unistd.close((int)guest.ExitState[0]);
        return result;
    }

    /// <summary>O_CREAT with O_EXCL never follows; O_NOFOLLOW only without a slash behind (open(2)).</summary>
    private static LookupKind KindOf(int flags, ReadOnlySpan<byte> path)
    {
        if ((flags & Fcntl.O_PATH) != 0)
        {
            flags &= ~(Fcntl.O_CREAT | Fcntl.O_EXCL); // build_open_flags(), fs/open.c; openat2 answers EINVAL
        }

        if ((flags & Fcntl.O_CREAT) != 0 && path[^1] == '/')
        {
            return LookupKind.Entry; // EISDIR, whatever it is (open_last_lookups, fs/namei.c)
        }

        const int Exclusive = Fcntl.O_CREAT | Fcntl.O_EXCL;
        return (flags & Fcntl.O_NOFOLLOW) != 0 || (flags & Exclusive) == Exclusive ? LookupKind.NoFollow : LookupKind.Follow;
    }

    private static Errno CheckReadOnly(int flags, Resolution place)
    {
        if (place.Mount is not { Access: MountAccess.ReadOnly } || (flags & Fcntl.O_PATH) != 0 || place.IsUnchanged)
        {
            return Errno.None;
        }

        bool creates = (flags & Fcntl.O_CREAT) != 0;
        return HostFiles.TypeOf(place.Host.WithNul, out uint type) switch
        {
            Errno.ENOENT when creates && MountRules.CanBeMade(place) => Errno.EROFS,
            Errno.None when Writes(flags) && (type != Stat.S_IFDIR || (flags & Fcntl.O_TMPFILE) == Fcntl.O_TMPFILE) => Errno.EROFS,
            _ => Errno.None, // the kernel's own error, EISDIR or ENOTDIR for instance, comes first
        };
    }

    private static bool Writes(int flags) =>
        ((flags & Fcntl.O_ACCMODE) != Fcntl.O_RDONLY || (flags & Fcntl.O_TRUNC) != 0) && (flags & Fcntl.O_PATH) == 0;

    private static LookupLimits LimitsOf(ulong resolve)
    {
        LookupLimits limits = LookupLimits.None;
        limits |= (resolve & Fcntl.RESOLVE_NO_XDEV) != 0 ? LookupLimits.NoXdev : 0;
        limits |= (resolve & Fcntl.RESOLVE_NO_MAGICLINKS) != 0 ? LookupLimits.NoMagicLinks : 0;
        limits |= (resolve & Fcntl.RESOLVE_NO_SYMLINKS) != 0 ? LookupLimits.NoSymlinks : 0;
        limits |= (resolve & Fcntl.RESOLVE_BENEATH) != 0 ? LookupLimits.Beneath : 0;
        limits |= (resolve & Fcntl.RESOLVE_IN_ROOT) != 0 ? LookupLimits.InRoot : 0;
        return limits;
    }
}
