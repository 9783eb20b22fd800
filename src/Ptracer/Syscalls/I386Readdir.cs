using System.Buffers.Binary;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>
/// readdir(2), where it is forbidden: one entry as getdents64 tells it, and the position set behind it (fillonedir,
/// fs/readdir.c).
/// </summary>
internal static class I386Readdir
{
    private const int RoomBytes = 288; // the longest entry has 280
    private const int OffsetAt = 8; // of linux_dirent64: d_ino, d_off, d_reclen, d_type, d_name
    private const int NameAt = 19;
    private const int OldNameAt = 10; // of old_linux_dirent: d_ino, d_offset, d_namlen, d_name

    private static readonly ExitHalf s_next = Next;

    /// <summary>Descriptor, struct old_linux_dirent *: 1, or 0 at the end.</summary>
    public static Verdict Readdir(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ulong room = I386SubstituteCalls.Room(guest, RoomBytes);
        guest.ExitState[0] = room;
        guest.SetArgument(1, room);
        guest.SetArgument(2, RoomBytes);
        guest.SetNumber(Sysno.getdents64);
        return Verdict.RunThenExit(s_next);
    }

    private static long Next(SyscallContext context, IGuest guest, long result)
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
