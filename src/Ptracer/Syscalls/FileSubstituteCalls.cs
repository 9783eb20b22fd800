using System.Buffers.Text;
using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>Forbidden calls about files, by allowed ones. Paths among their arguments are the host's by now.</summary>
internal static unsafe class FileSubstituteCalls
{
    private const int RecordHeaderBytes = 19; // of linux_dirent64: d_ino, d_off, d_reclen, d_type
    private const int TypeAt = 18;
    private const ulong CurrentDirectory = unchecked((ulong)Fcntl.AT_FDCWD);

    private static readonly ExitHalf s_toDirents = ToDirents;
    private static readonly ExitHalf s_toStatx = ToStatx;
    private static readonly ExitHalf s_finishFaccessat2 = FinishFaccessat2;
    private static readonly ExitHalf s_finishFchmodat2 = FinishFchmodat2;

    /// <summary>The substitute of the row says it all.</summary>
    public static Verdict Rearrange(SyscallContext context, SyscallRow row, IGuest guest)
    {
        row.Substitute!.Apply(guest);
        return Verdict.Run;
    }

    /// <summary>utime(2): path, struct utimbuf *, of two times in seconds.</summary>
    public static Verdict Utime(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Span<long> seconds = stackalloc long[2];
        bool now = guest.Argument(1) == 0;
        if (!now && !GuestWords.TryReadLongs(guest, new GuestPtr(guest.Argument(1)), seconds))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        return SetTimes(guest, CurrentDirectory, guest.Argument(0), now ? default : [seconds[0], 0, seconds[1], 0]);
    }

    /// <summary>utimes(2): path, struct timeval[2].</summary>
    public static Verdict Utimes(SyscallContext context, SyscallRow row, IGuest guest) =>
        SetTimevals(guest, CurrentDirectory, guest.Argument(0), new GuestPtr(guest.Argument(1)));

    /// <summary>futimesat(2): directory, path or null, struct timeval[2].</summary>
    public static Verdict Futimesat(SyscallContext context, SyscallRow row, IGuest guest) =>
        SetTimevals(guest, guest.Argument(0), guest.Argument(1), new GuestPtr(guest.Argument(2)));

    /// <summary>dup2(2): unlike dup3 it gives equal descriptors back.</summary>
    public static Verdict Dup2(SyscallContext context, SyscallRow row, IGuest guest)
    {
        if (guest.Call.Int(0) != guest.Call.Int(1))
        {
            new Substitute(Sysno.dup3, 0, 1).Apply(guest);
            return Verdict.Run;
        }

        new Substitute(Sysno.fcntl, 0, SubstituteWord.Is(Fcntl.F_GETFD)).Apply(guest);
        return Verdict.RunThenExit(static (_, guest, result) => result < 0 ? result : guest.Call.Int(1));
    }

    /// <summary>getdents(2) by getdents64: a record of either has the same size, with its type elsewhere.</summary>
    public static Verdict Getdents(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetNumber(Sysno.getdents64);
        return Verdict.RunThenExit(s_toDirents);
    }

    /// <summary>
    /// openat2(2) by openat, which is less strict: the row has honoured the RESOLVE flags, here is what it would refuse
    /// (build_open_flags, fs/open.c).
    /// </summary>
    public static Verdict Openat2(SyscallContext context, SyscallRow row, IGuest guest)
    {
        const ulong Resolvable = Fcntl.RESOLVE_NO_XDEV | Fcntl.RESOLVE_NO_MAGICLINKS | Fcntl.RESOLVE_NO_SYMLINKS |
            Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_CACHED;
        Fcntl.open_how how = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Fcntl.open_how>(ref how));
        if (guest.Call[3] < (ulong)bytes.Length)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if (!HasZerosBehind(guest, bytes.Length))
        {
            return Verdict.Fail(Errno.E2BIG); // a version that no kernel knows here (copy_struct_from_user)
        }

        if (!guest.TryRead(guest.Call.Pointer(2), bytes))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        if (!IsValid(how) || (how.resolve & ~Resolvable) != 0)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if ((how.resolve & (Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_BENEATH)) != 0 && context.First.IsUnchanged &&
            !IsEmpty(guest, guest.Argument(1)))
        {
            // The directory has no place in the guest; it must not be given up for the host's root.
            return Verdict.Fail(IsOpen(guest, guest.Call.Int(0)) ? Errno.ENOTDIR : Errno.EBADF);
        }

        if ((how.resolve & Fcntl.RESOLVE_CACHED) != 0)
        {
            return Verdict.Fail(Errno.EAGAIN); // a cache that has nothing (openat2(2))
        }

        if ((how.resolve & Fcntl.RESOLVE_NO_SYMLINKS) != 0 && (how.flags & Fcntl.O_PATH) == 0)
        {
            how.flags |= Fcntl.O_NOFOLLOW;
        }

        guest.SetArgument(2, how.flags);
        guest.SetArgument(3, how.mode);
        guest.SetNumber(Sysno.openat);
        return Verdict.Run;
    }

    /// <summary>faccessat2(2): where such a filter holds, real and effective ids are the same. A link allows everything.</summary>
    public static Verdict Faccessat2(SyscallContext context, SyscallRow row, IGuest guest) =>
        ByCallWithoutFlags(guest, Sysno.faccessat, Fcntl.AT_EACCESS, s_finishFaccessat2);

    /// <summary>fchmodat2(2): AT_SYMLINK_NOFOLLOW is refused for links, as by every file system.</summary>
    public static Verdict Fchmodat2(SyscallContext context, SyscallRow row, IGuest guest) =>
        ByCallWithoutFlags(guest, Sysno.fchmodat, 0, s_finishFchmodat2);

    /// <summary>
    /// A call that knows flags by its elder that knows none: an empty path is made the descriptor's name; with
    /// AT_SYMLINK_NOFOLLOW it is found out first whether there is a link.
    /// </summary>
    private static Verdict ByCallWithoutFlags(IGuest guest, int number, int ignoredFlags, ExitHalf finish)
    {
        int flags = guest.Call.Int(3) & ~ignoredFlags;
        if ((flags & ~(Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_EMPTY_PATH)) != 0)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        Errno error = Errno.None;
        if ((flags & Fcntl.AT_EMPTY_PATH) != 0 && IsEmpty(guest, guest.Argument(1)))
        {
            error = NameDescriptor(guest);
            flags = 0;
        }

        guest.SetNumber(number);
        if ((flags & Fcntl.AT_SYMLINK_NOFOLLOW) == 0 || error != Errno.None)
        {
            return error == Errno.None ? Verdict.Run : Verdict.Fail(error);
        }

        guest.SetNumber(Sysno.newfstatat);
        guest.SetArgument(2, guest.Stage(new byte[sizeof(Stat.stat)]).Address);
        guest.SetArgument(3, Fcntl.AT_SYMLINK_NOFOLLOW);
        return Verdict.RunThenExit(finish);
    }

    /// <summary>statx(2) by newfstatat: the basic statistics (STATX_BASIC_STATS) are all that it tells.</summary>
    public static Verdict Statx(SyscallContext context, SyscallRow row, IGuest guest)
    {
        const uint SynchronizationFlags = 0x6000;
        GuestPtr status = guest.Stage(new byte[sizeof(Stat.stat)]);
        int flags = guest.Call.Int(2);
        if (((uint)guest.Call[3] & 0x80000000) != 0 || (flags & SynchronizationFlags) == SynchronizationFlags)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        guest.SetArgument(2, status.Address);
        guest.SetArgument(3, (uint)flags & ~SynchronizationFlags);
        guest.SetNumber(Sysno.newfstatat);
        return Verdict.RunThenExit(s_toStatx);
    }

    private static bool HasZerosBehind(IGuest guest, int known)
    {
        const ulong PageBytes = 4096;
        if (guest.Call[3] > PageBytes)
        {
            return false;
        }

        Span<byte> rest = stackalloc byte[(int)guest.Call[3] - known];
        return rest.IsEmpty || !guest.TryRead(guest.Call.Pointer(2) + known, rest) || rest.TrimStart((byte)0).IsEmpty;
    }

    private static bool IsValid(in Fcntl.open_how how)
    {
        const ulong CreationFlags = Fcntl.O_CREAT | (Fcntl.O_TMPFILE & ~Fcntl.O_DIRECTORY);
        const ulong PathFlags = Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        const ulong Known = 0x7fffc3; // VALID_OPEN_FLAGS, include/linux/fcntl.h
        bool creates = (how.flags & CreationFlags) != 0;
        const ulong Both = Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_IN_ROOT;
        return (how.flags & ~Known) == 0 &&
            (how.mode & ~0xfffUL) == 0 && (how.mode == 0 || creates) &&
            ((how.flags & Fcntl.O_PATH) == 0 || (how.flags & ~PathFlags) == 0) &&
            (how.resolve & Both) != Both;
    }

    private static bool IsEmpty(IGuest guest, ulong path)
    {
        Span<byte> first = stackalloc byte[1];
        return guest.TryRead(new GuestPtr(path), first) && first[0] == 0;
    }

    /// <summary>Makes the path that of the descriptor in argument 0.</summary>
    private static Errno NameDescriptor(IGuest guest)
    {
        int directory = guest.Call.Int(0);
        Span<byte> name = stackalloc byte[32];
        if (directory == Fcntl.AT_FDCWD)
        {
            ".\0"u8.CopyTo(name);
        }
        else if (!IsOpen(guest, directory))
        {
            return Errno.EBADF;
        }
        else
        {
            "/proc/self/fd/"u8.CopyTo(name);
            _ = Utf8Formatter.TryFormat(directory, name[14..], out int digits);
            name[14 + digits] = 0;
        }

        guest.SetArgument(0, CurrentDirectory);
        guest.SetArgument(1, guest.Stage(name).Address);
        return Errno.None;
    }

    private static bool IsOpen(IGuest guest, int descriptor)
    {
        Span<byte> name = stackalloc byte[32];
        "/fdinfo/"u8.CopyTo(name);
        _ = Utf8Formatter.TryFormat(descriptor, name[8..], out int digits);
        name[8 + digits] = 0;
        Span<byte> text = stackalloc byte[16];
        return ProcFile.Read(guest.Tid, name, text) >= 0;
    }

    private static long FinishFaccessat2(SyscallContext context, IGuest guest, long result) =>
        Finish(guest, result, Sysno.faccessat, ofLink: 0);

    private static long FinishFchmodat2(SyscallContext context, IGuest guest, long result) =>
        Finish(guest, result, Sysno.fchmodat, ofLink: -(long)Errno.EOPNOTSUPP);

    /// <summary>After newfstatat: the answer for a link, or the call itself.</summary>
    private static long Finish(IGuest guest, long result, int number, long ofLink)
    {
        Stat.stat status = default;
        if (result < 0 || guest.Number == number ||
            !guest.TryRead(new GuestPtr(guest.Argument(2)), new Span<byte>(&status, sizeof(Stat.stat))))
        {
            return result;
        }

        if ((status.st_mode & Stat.S_IFMT) == Stat.S_IFLNK)
        {
            return ofLink;
        }

        guest.SetArgument(2, guest.Call[2]);
        guest.SetArgument(3, 0);
        guest.SetNumber(number);
        guest.CallAgain();
        return 0;
    }

    private static Verdict SetTimevals(IGuest guest, ulong directory, ulong path, GuestPtr times)
    {
        const long MicrosecondsPerSecond = 1_000_000;
        Span<long> values = stackalloc long[4];
        if (times.IsNull)
        {
            return SetTimes(guest, directory, path, default);
        }

        if (!GuestWords.TryReadLongs(guest, times, values))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        if (values[1] is < 0 or >= MicrosecondsPerSecond || values[3] is < 0 or >= MicrosecondsPerSecond)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        return SetTimes(guest, directory, path, [values[0], values[1] * 1000, values[2], values[3] * 1000]);
    }

    /// <summary>utimensat(2): two struct timespec, or none: now.</summary>
    private static Verdict SetTimes(IGuest guest, ulong directory, ulong path, ReadOnlySpan<long> times)
    {
        GuestPtr staged = times.IsEmpty ? default : guest.Stage(MemoryMarshal.AsBytes(times));
        guest.SetArgument(0, directory);
        guest.SetArgument(1, path);
        guest.SetArgument(2, staged.Address);
        guest.SetArgument(3, 0);
        guest.SetNumber(Sysno.utimensat);
        return Verdict.Run;
    }

    private static long ToDirents(SyscallContext context, IGuest guest, long result)
    {
        GuestPtr at = guest.Call.Pointer(1);
        Span<byte> bytes = context.Bytes;
        for (long left = result; left > 0;)
        {
            Span<byte> chunk = bytes[..(int)Math.Min(left, bytes.Length)];
            if (!guest.TryRead(at, chunk))
            {
                return -(long)Errno.EFAULT;
            }

            int done = 0;
            while (done + RecordHeaderBytes <= chunk.Length)
            {
                int size = MemoryMarshal.Read<ushort>(chunk[(done + 16)..]);
                if (size < RecordHeaderBytes || size > chunk.Length - done)
                {
                    break;
                }

                Span<byte> record = chunk.Slice(done, size);
                byte type = record[TypeAt];
                record[RecordHeaderBytes..].CopyTo(record[TypeAt..]);
                record[^1] = type;
                done += size;
            }

            if (done == 0 || !guest.TryWrite(at, chunk[..done]))
            {
                return -(long)Errno.EFAULT;
            }

            at += done;
            left -= done;
        }

        return result;
    }

    private static long ToStatx(SyscallContext context, IGuest guest, long result)
    {
        Stat.stat status = default;
        if (result < 0 || !guest.TryRead(new GuestPtr(guest.Argument(2)), new Span<byte>(&status, sizeof(Stat.stat))))
        {
            return result;
        }

        Span<byte> bytes = stackalloc byte[Stat.StatxSizeBytes];
        Stat.ToStatx(status, bytes);
        return guest.TryWrite(guest.Call.Pointer(4), bytes) ? 0 : -(long)Errno.EFAULT;
    }
}
