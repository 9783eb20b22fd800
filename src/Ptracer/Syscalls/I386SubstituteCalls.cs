using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>Forbidden calls of i386 by allowed ones of x86-64, whose results are laid out anew.</summary>
internal static unsafe class I386SubstituteCalls
{
    private const ulong CurrentDirectory = unchecked((ulong)Fcntl.AT_FDCWD);
    private const int MostGroups = 1024; // that fit into a slot
    private const int NameBytes = 65; // __NEW_UTS_LEN and the NUL
    private const int Names = 6;
    private const int RoomBytes = 288; // the longest entry has 280
    private const int OffsetAt = 8; // of linux_dirent64: d_ino, d_off, d_reclen, d_type, d_name
    private const int NameAt = 19;
    private const int OldNameAt = 10; // of old_linux_dirent: d_ino, d_offset, d_namlen, d_name

    private static readonly ExitHalf s_tellStatus = TellStatus;
    private static readonly ExitHalf s_tellFileSystem = TellFileSystem;
    private static readonly ExitHalf s_tellShortId = static (_, _, result) => result < 0 ? result : I386Calls.ToShortId((uint)result);
    private static readonly ExitHalf s_tellTriple = TellTriple;
    private static readonly ExitHalf s_tellGroups = TellGroups;
    private static readonly ExitHalf s_tellLimit = TellLimit;
    private static readonly ExitHalf s_setNice = SetNice;
    private static readonly ExitHalf s_tellName = TellName;
    private static readonly ExitHalf s_tellEntry = TellEntry;

    /// <summary>The same call of x86-64: nothing but numbers among its arguments.</summary>
    public static Verdict Same(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetNumber(guest.Call.Number);
        return Verdict.Run;
    }

    /// <summary>
    /// utimensat_time64, timer_settime64, timerfd_settime64: a pointer to two struct timespec comes third, of whose
    /// nanoseconds only the lower half counts (get_timespec64, kernel/time/time.c).
    /// </summary>
    public static Verdict WithTimes(SyscallContext context, SyscallRow row, IGuest guest)
    {
        const int Third = 2;
        Span<ulong> times = stackalloc ulong[4];
        if (guest.Call[Third] != 0 && guest.TryRead(guest.Call.Pointer(Third), MemoryMarshal.AsBytes(times)))
        {
            (times[1], times[3]) = ((uint)times[1], (uint)times[3]);
            guest.SetArgument(Third, guest.Stage(MemoryMarshal.AsBytes(times)).Address);
        }

        guest.SetNumber(row.Number switch
        {
            SysnoI386.timer_settime64 => Sysno.timer_settime,
            SysnoI386.timerfd_settime64 => Sysno.timerfd_settime,
            _ => Sysno.utimensat,
        });
        return Verdict.Run;
    }

    /// <summary>stat, lstat: path, struct stat *.</summary>
    public static Verdict Status(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ulong path = guest.Argument(0);
        guest.SetArgument(0, CurrentDirectory);
        guest.SetArgument(1, path);
        guest.SetArgument(2, Room(guest, sizeof(Stat.stat)));
        guest.SetArgument(3, guest.Call.Number == Sysno.lstat ? Fcntl.AT_SYMLINK_NOFOLLOW : 0u);
        guest.SetNumber(Sysno.newfstatat);
        return Verdict.RunThenExit(s_tellStatus);
    }

    /// <summary>fstat: descriptor, struct stat *.</summary>
    public static Verdict StatusOfDescriptor(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetArgument(1, Room(guest, sizeof(Stat.stat)));
        guest.SetNumber(Sysno.fstat);
        return Verdict.RunThenExit(s_tellStatus);
    }

    /// <summary>statfs, fstatfs: path or descriptor, struct statfs *.</summary>
    public static Verdict FileSystem(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetArgument(1, Room(guest, sizeof(Statfs.statfs)));
        guest.SetNumber(guest.Call.Number);
        return Verdict.RunThenExit(s_tellFileSystem);
    }

    /// <summary>ftruncate: descriptor, length of 32 bits.</summary>
    public static Verdict Ftruncate(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetArgument(1, (ulong)guest.Call.Long(1));
        guest.SetNumber(Sysno.ftruncate);
        return Verdict.Run;
    }

    /// <summary>fadvise64: descriptor, offset in two words, length, advice.</summary>
    public static Verdict Fadvise(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetArgument(1, guest.Call[1] | (guest.Call[2] << 32));
        guest.SetArgument(2, guest.Call[3]);
        guest.SetArgument(3, guest.Call[4]);
        guest.SetNumber(Sysno.fadvise64);
        return Verdict.Run;
    }

    /// <summary>getgid, geteuid, getegid of 16 bits.</summary>
    public static Verdict ShortId(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetNumber(guest.Call.Number);
        return Verdict.RunThenExit(s_tellShortId);
    }

    /// <summary>getresuid, getresgid: three pointers to ids of 16 bits.</summary>
    public static Verdict ShortTriple(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ulong room = Room(guest, 3 * sizeof(uint));
        for (int i = 0; i < 3; i++)
        {
            guest.SetArgument(i, room + ((ulong)i * sizeof(uint)));
        }

        guest.SetNumber(guest.Call.Number);
        return Verdict.RunThenExit(s_tellTriple);
    }

    /// <summary>getgroups: size, list of ids of 16 bits.</summary>
    public static Verdict ShortGroups(SyscallContext context, SyscallRow row, IGuest guest)
    {
        int size = Math.Min(guest.Call.Int(0), MostGroups);
        guest.SetArgument(0, (ulong)size);
        guest.SetArgument(1, size > 0 ? Room(guest, size * sizeof(uint)) : 0);
        guest.SetNumber(Sysno.getgroups);
        return Verdict.RunThenExit(s_tellGroups);
    }

    /// <summary>getrlimit: resource, struct of two unsigned longs, none above LONG_MAX.</summary>
    public static Verdict Limit(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetArgument(1, guest.Call[0]);
        guest.SetArgument(0, 0);
        guest.SetArgument(2, 0);
        guest.SetArgument(3, Room(guest, 2 * sizeof(ulong)));
        guest.SetNumber(Sysno.prlimit64);
        return Verdict.RunThenExit(s_tellLimit);
    }

    /// <summary>nice: an increment. Errors: EPERM.</summary>
    public static Verdict Nice(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetArgument(0, 0); // PRIO_PROCESS
        guest.SetArgument(1, 0);
        guest.SetNumber(Sysno.getpriority);
        return Verdict.RunThenExit(s_setNice);
    }

    /// <summary>olduname, oldolduname: five names, each of 65 bytes or of 9.</summary>
    public static Verdict Name(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetArgument(0, Room(guest, Names * NameBytes));
        guest.SetNumber(Sysno.uname);
        return Verdict.RunThenExit(s_tellName);
    }

    /// <summary>readdir: descriptor, struct old_linux_dirent *; one entry, and the position is set behind it (fillonedir, fs/readdir.c).</summary>
    public static Verdict Readdir(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ulong room = Room(guest, RoomBytes);
        guest.ExitState[0] = room;
        guest.SetArgument(1, room);
        guest.SetArgument(2, RoomBytes);
        guest.SetNumber(Sysno.getdents64);
        return Verdict.RunThenExit(s_tellEntry);
    }

    /// <summary>Room that the kernel can write to.</summary>
    internal static ulong Room(IGuest guest, int sizeBytes) => guest.Stage(new byte[sizeBytes]).Address;

    private static bool TryTake<T>(IGuest guest, int argument, out T value)
        where T : unmanaged
    {
        value = default;
        return guest.TryRead(new GuestPtr(guest.Argument(argument)), MemoryMarshal.AsBytes(new Span<T>(ref value)));
    }

    private static long TellStatus(SyscallContext context, IGuest guest, long result) =>
        result < 0 ? result
            : TryTake(guest, guest.Number == Sysno.newfstatat ? 2 : 1, out Stat.stat status)
                ? StatusLayout.Answer(guest, guest.Call.Pointer(1), status).Value
                : -(long)Errno.EFAULT;

    private static long TellFileSystem(SyscallContext context, IGuest guest, long result)
    {
        Span<ulong> given = stackalloc ulong[sizeof(Statfs.statfs) / sizeof(ulong)];
        if (result < 0 || !guest.TryRead(new GuestPtr(guest.Argument(1)), MemoryMarshal.AsBytes(given)))
        {
            return result;
        }

        // f_type, f_bsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree, f_fsid in two words, f_namelen, f_frsize, f_flags.
        Span<uint> told = stackalloc uint[16];
        told.Clear();
        for (int from = 0, to = 0; from < 11; from++, to++)
        {
            const int Files = 5, Free = 6, FileSystemId = 7;
            bool mayBeCut = from == FileSystemId || (from is Files or Free && given[from] == ulong.MaxValue);
            if (given[from] > uint.MaxValue && !mayBeCut)
            {
                return -(long)Errno.EOVERFLOW; // put_compat_statfs, fs/statfs.c
            }

            told[to] = (uint)given[from];
            if (from == FileSystemId)
            {
                told[++to] = (uint)(given[from] >> 32);
            }
        }

        return guest.TryWrite(guest.Call.Pointer(1), MemoryMarshal.AsBytes(told)) ? 0 : -(long)Errno.EFAULT;
    }

    private static long TellTriple(SyscallContext context, IGuest guest, long result)
    {
        Span<uint> ids = stackalloc uint[3];
        if (result < 0 || !guest.TryRead(new GuestPtr(guest.Argument(0)), MemoryMarshal.AsBytes(ids)))
        {
            return result;
        }

        bool told = true;
        for (int i = 0; i < ids.Length; i++)
        {
            told = told && guest.TryPut(guest.Call.Pointer(i), I386Calls.ToShortId(ids[i]));
        }

        return told ? 0 : -(long)Errno.EFAULT;
    }

    private static long TellGroups(SyscallContext context, IGuest guest, long result)
    {
        if (result <= 0 || guest.Call.Int(0) == 0)
        {
            return result;
        }

        uint[] ids = new uint[result];
        ushort[] told = new ushort[result];
        bool isRead = guest.TryRead(new GuestPtr(guest.Argument(1)), MemoryMarshal.AsBytes(ids.AsSpan()));
        for (int i = 0; i < told.Length; i++)
        {
            told[i] = I386Calls.ToShortId(ids[i]);
        }

        return isRead && guest.TryWrite(guest.Call.Pointer(1), MemoryMarshal.AsBytes(told.AsSpan())) ? result : -(long)Errno.EFAULT;
    }

    private static long TellLimit(SyscallContext context, IGuest guest, long result)
    {
        Span<ulong> limits = stackalloc ulong[2];
        if (result < 0 || !guest.TryRead(new GuestPtr(guest.Argument(3)), MemoryMarshal.AsBytes(limits)))
        {
            return result;
        }

        ReadOnlySpan<ulong> told = [Math.Min(limits[0], int.MaxValue), Math.Min(limits[1], int.MaxValue)];
        return GuestWords.TryWrite(guest, guest.Call.Pointer(1), told) ? 0 : -(long)Errno.EFAULT;
    }

    /// <summary>getpriority(2) tells 20 less the nice value; then it is set, once.</summary>
    private static long SetNice(SyscallContext context, IGuest guest, long result)
    {
        const int Highest = 20, Most = 40;
        if (guest.Number == Sysno.setpriority || result < 0)
        {
            return result == -(long)Errno.EACCES ? -(long)Errno.EPERM : result;
        }

        int increment = Math.Clamp(guest.Call.Int(0), -Most, Most);
        int nice = (int)Math.Clamp(Highest - result + increment, -Highest, Highest - 1);
        guest.SetArgument(2, (ulong)(long)nice);
        guest.SetNumber(Sysno.setpriority);
        guest.CallAgain();
        return 0;
    }

    private static long TellName(SyscallContext context, IGuest guest, long result)
    {
        const int Told = 5, ShortBytes = 9;
        Span<byte> given = stackalloc byte[Names * NameBytes];
        if (result < 0 || !guest.TryRead(new GuestPtr(guest.Argument(0)), given))
        {
            return result;
        }

        int bytes = guest.Call.OwnNumber == SysnoI386.olduname ? NameBytes : ShortBytes;
        Span<byte> told = stackalloc byte[Told * NameBytes];
        for (int i = 0; i < Told; i++)
        {
            given.Slice(i * NameBytes, bytes - 1).CopyTo(told[(i * bytes)..]);
            told[((i + 1) * bytes) - 1] = 0;
        }

        return guest.TryWrite(guest.Call.Pointer(0), told[..(Told * bytes)]) ? 0 : -(long)Errno.EFAULT;
    }

    private static long TellEntry(SyscallContext context, IGuest guest, long result)
    {
        Span<byte> entry = stackalloc byte[RoomBytes];
        if (result <= 0 || !guest.TryRead(new GuestPtr(guest.ExitState[0]), entry))
        {
            return result;
        }

        if (guest.Number != Sysno.lseek)
        {
            guest.SetArgument(1, BinaryPrimitives.ReadUInt64LittleEndian(entry[OffsetAt..]));
            guest.SetArgument(2, 0); // SEEK_SET
            guest.SetNumber(Sysno.lseek);
            guest.CallAgain();
            return 0;
        }

        ReadOnlySpan<byte> name = entry[NameAt..];
        name = name[..name.IndexOf((byte)0)];
        Span<byte> told = stackalloc byte[RoomBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(told, (uint)BinaryPrimitives.ReadUInt64LittleEndian(entry));
        BinaryPrimitives.WriteUInt32LittleEndian(told[sizeof(uint)..], (uint)result);
        BinaryPrimitives.WriteUInt16LittleEndian(told[(2 * sizeof(uint))..], (ushort)name.Length);
        name.CopyTo(told[OldNameAt..]);
        told[OldNameAt + name.Length] = 0;
        return guest.TryWrite(guest.Call.Pointer(1), told[..(OldNameAt + name.Length + 1)]) ? 1 : -(long)Errno.EFAULT;
    }
}
