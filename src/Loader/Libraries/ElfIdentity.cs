using System.Buffers.Binary;

namespace Ptracer.Loader;

/// <summary>EI_CLASS, elf(5).</summary>
internal enum ElfClass : byte
{
    None = 0,
    Bits32 = 1,
    Bits64 = 2,
}

/// <summary>EI_DATA, elf(5).</summary>
internal enum ElfByteOrder : byte
{
    None = 0,
    Little = 1,
    Big = 2,
}

/// <summary>
/// For which processor and in which form an ELF file is written. Other than <see cref="ElfHeader"/>, which knows what
/// this machine executes, it takes any.
/// </summary>
/// <param name="Class">Whether addresses have 32 or 64 bits.</param>
/// <param name="Order">The order of a number's bytes.</param>
/// <param name="Machine">e_machine.</param>
/// <param name="Flags">e_flags: on ARM, how floating-point arguments are passed.</param>
internal readonly record struct ElfIdentity(ElfClass Class, ElfByteOrder Order, ushort Machine, uint Flags)
{
    /// <summary>Size of an address or an offset in the file, bytes.</summary>
    public int AddressBytes => Class == ElfClass.Bits64 ? 8 : 4;

    /// <summary>Size of Elf32_Phdr or Elf64_Phdr, bytes.</summary>
    public int ProgramHeaderBytes => Class == ElfClass.Bits64 ? 56 : 32;

    /// <summary>A number of two bytes.</summary>
    public ushort Half(ReadOnlySpan<byte> bytes) =>
        Order == ElfByteOrder.Big ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    /// <summary>A number of four bytes.</summary>
    public uint Word(ReadOnlySpan<byte> bytes) =>
        Order == ElfByteOrder.Big ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    /// <summary>An address, an offset or a size: four or eight bytes, by class.</summary>
    public ulong Address(ReadOnlySpan<byte> bytes)
    {
        if (Class != ElfClass.Bits64)
        {
            return Word(bytes);
        }

        return Order == ElfByteOrder.Big
            ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
            : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
