using System.Buffers.Binary;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>
/// A directory's entry as a call tells it: struct linux_dirent64 (d_ino 8 bytes, d_off 8, d_reclen 2, d_type 1, d_name),
/// or struct linux_dirent, whose first two have the width of a pointer and whose type is its last byte.
/// </summary>
/// <param name="LengthOffset">Of d_reclen, which follows d_ino and d_off.</param>
/// <param name="NameOffset">Of d_name.</param>
/// <param name="WordBytes">Of d_ino; the size of an entry is a multiple of it.</param>
internal sealed record EntryLayout(int LengthOffset, int NameOffset, int WordBytes)
{
    private static readonly EntryLayout s_getdents64 = new(16, 19, sizeof(ulong));
    private static readonly EntryLayout s_getdents = new(16, 18, sizeof(ulong));
    private static readonly EntryLayout s_i386 = new(8, 10, sizeof(uint));

    private bool HasTypeBeforeName => this == s_getdents64;

    public static EntryLayout Of(in SyscallCall call) =>
        call.Number == Sysno.getdents64 ? s_getdents64 : call.Abi == Abi.I386 ? s_i386 : s_getdents;

    /// <summary>Of d_type, in an entry of this length.</summary>
    public int TypeOffset(int lengthBytes) => HasTypeBeforeName ? NameOffset - 1 : lengthBytes - 1;

    /// <summary>The size of an entry with a name of this length.</summary>
    public int SizeBytes(int nameBytes) =>
        (NameOffset + nameBytes + 1 + (HasTypeBeforeName ? 0 : 1) + WordBytes - 1) & ~(WordBytes - 1);

    public ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> entry)
    {
        ReadOnlySpan<byte> name = entry[NameOffset..];
        return name[..name.IndexOf((byte)0)];
    }

    public int LengthOf(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadUInt16LittleEndian(entry[LengthOffset..]);

    public void SetLength(Span<byte> entry, int lengthBytes) =>
        BinaryPrimitives.WriteUInt16LittleEndian(entry[LengthOffset..], (ushort)lengthBytes);

    public void SetInode(Span<byte> entry, ulong inode) => WriteWord(entry, inode);

    /// <summary>d_off: where the next entry is, for lseek(2). A 32-bit program is only told what fits its off_t.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="abi">The program's.</param>
    /// <param name="fromEnd">How far from the last possible place.</param>
    public void SetOffset(Span<byte> entry, Abi abi, int fromEnd) =>
        WriteWord(entry[WordBytes..], (abi == Abi.I386 ? int.MaxValue : (ulong)long.MaxValue) - (ulong)fromEnd);

    private void WriteWord(Span<byte> place, ulong value)
    {
        if (WordBytes == sizeof(uint))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(place, (uint)value);
            return;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(place, value);
    }
}
