using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>
/// A file's status as a guest's call lays it out in its memory: struct stat of x86-64; of i386 struct stat64 (arch/x86/
/// include/uapi/asm/stat.h), struct stat, and the one from before Linux 2.0 (fs/stat.c).
/// </summary>
internal static class StatusLayout
{
    private const int Stat64Bytes = 96;
    private const int StatBytes = 64;
    private const int OldStatBytes = 32;

    /// <summary>Gives a guest its answer.</summary>
    /// <param name="guest">At a call of the stat family.</param>
    /// <param name="buffer">Where it wants the status.</param>
    /// <param name="status">The file's.</param>
    /// <returns>0; EFAULT; EOVERFLOW where a number does not fit.</returns>
    public static Verdict Answer(IGuest guest, GuestPtr buffer, in Stat.stat status)
    {
        Span<byte> room = stackalloc byte[Stat64Bytes];
        if (guest.Call.Abi != Abi.I386)
        {
            return guest.TryPut(buffer, status) ? Verdict.Return(0) : Verdict.Fail(Errno.EFAULT);
        }

        int length = guest.Call.OwnNumber switch
        {
            SysnoI386.stat or SysnoI386.lstat or SysnoI386.fstat => WriteStat(status, room),
            SysnoI386.oldstat or SysnoI386.oldlstat or SysnoI386.oldfstat => WriteOldStat(status, room),
            _ => WriteStat64(status, room),
        };
        return length < 0 ? Verdict.Fail(Errno.EOVERFLOW)
            : guest.TryWrite(buffer, room[..length]) ? Verdict.Return(0)
            : Verdict.Fail(Errno.EFAULT);
    }

    private static int WriteStat64(in Stat.stat status, Span<byte> room)
    {
        room.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(room, status.st_dev);
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(room);
        words[3] = (uint)status.st_ino; // the one at the end is the whole of it
        (words[4], words[5], words[6], words[7]) = (status.st_mode, (uint)status.st_nlink, status.st_uid, status.st_gid);
        BinaryPrimitives.WriteUInt64LittleEndian(room[32..], status.st_rdev);
        BinaryPrimitives.WriteInt64LittleEndian(room[44..], status.st_size);
        words[13] = (uint)status.st_blksize;
        BinaryPrimitives.WriteInt64LittleEndian(room[56..], status.st_blocks);
        WriteTimes(status, words[16..]);
        BinaryPrimitives.WriteUInt64LittleEndian(room[88..], status.st_ino);
        return Stat64Bytes;
    }

    private static int WriteStat(in Stat.stat status, Span<byte> room)
    {
        const long SizeMax = int.MaxValue; // MAX_NON_LFS
        if (status.st_ino > uint.MaxValue || status.st_nlink > ushort.MaxValue || (ulong)status.st_size > SizeMax)
        {
            return -1;
        }

        room.Clear();
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(room);
        Span<ushort> halves = MemoryMarshal.Cast<byte, ushort>(room);
        (words[0], words[1]) = ((uint)status.st_dev, (uint)status.st_ino);
        (halves[4], halves[5]) = ((ushort)status.st_mode, (ushort)status.st_nlink);
        (halves[6], halves[7]) = (I386Calls.ToShortId(status.st_uid), I386Calls.ToShortId(status.st_gid));
        (words[4], words[5]) = ((uint)status.st_rdev, (uint)status.st_size);
        (words[6], words[7]) = ((uint)status.st_blksize, (uint)status.st_blocks);
        WriteTimes(status, words[8..]);
        return StatBytes;
    }

    private static int WriteOldStat(in Stat.stat status, Span<byte> room)
    {
        if (status.st_ino > ushort.MaxValue || status.st_nlink > ushort.MaxValue)
        {
            return -1;
        }

        room.Clear();
        Span<ushort> halves = MemoryMarshal.Cast<byte, ushort>(room);
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(room);
        (halves[0], halves[1], halves[2]) = (OldDevice(status.st_dev), (ushort)status.st_ino, (ushort)status.st_mode);
        (halves[3], halves[4]) = ((ushort)status.st_nlink, I386Calls.ToShortId(status.st_uid));
        (halves[5], halves[6]) = (I386Calls.ToShortId(status.st_gid), OldDevice(status.st_rdev));
        (words[4], words[5]) = ((uint)status.st_size, (uint)status.st_atime);
        (words[6], words[7]) = ((uint)status.st_mtime, (uint)status.st_ctime);
        return OldStatBytes;
    }

    /// <summary>old_encode_dev, linux/kdev_t.h.</summary>
    private static ushort OldDevice(ulong device) =>
        (ushort)((((device >> 8) & 0xfff) << 8) | (device & 0xff) | ((device >> 12) & 0xff00));

    private static void WriteTimes(in Stat.stat status, Span<uint> words)
    {
        (words[0], words[1]) = ((uint)status.st_atime, (uint)status.st_atime_nsec);
        (words[2], words[3]) = ((uint)status.st_mtime, (uint)status.st_mtime_nsec);
        (words[4], words[5]) = ((uint)status.st_ctime, (uint)status.st_ctime_nsec);
    }
}
