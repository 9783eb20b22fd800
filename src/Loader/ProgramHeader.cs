using System.Buffers.Binary;

namespace Ptracer.Loader;

/// <summary>One program header (Elf64_Phdr or Elf32_Phdr, elf(5)), as the file says; nothing is checked.</summary>
internal readonly struct ProgramHeader
{
    private const int SizeBytesOf64 = 56;
    private const int SizeBytesOf32 = 32;

    /// <summary>Decodes the bytes.</summary>
    internal ProgramHeader(ReadOnlySpan<byte> bytes, ElfMachine machine)
    {
        Type = (ProgramHeaderType)BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (machine == ElfMachine.I386)
        {
            FileOffset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            VirtualAddress = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            FileSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
            MemorySize = BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]);
            Flags = (SegmentFlags)BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]);
            Alignment = BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]);
            return;
        }

        Flags = (SegmentFlags)BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        FileOffset = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        VirtualAddress = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        FileSize = BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]);
        MemorySize = BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]);
        Alignment = BinaryPrimitives.ReadUInt64LittleEndian(bytes[48..]);
    }

    /// <summary>Size of one header of a machine's files, bytes.</summary>
    internal static int SizeBytes(ElfMachine machine) => machine == ElfMachine.I386 ? SizeBytesOf32 : SizeBytesOf64;

    /// <summary>p_type.</summary>
    internal ProgramHeaderType Type { get; }

    /// <summary>p_flags.</summary>
    internal SegmentFlags Flags { get; }

    /// <summary>p_offset: bytes from the start of the file.</summary>
    internal ulong FileOffset { get; }

    /// <summary>p_vaddr, without load bias.</summary>
    internal ulong VirtualAddress { get; }

    /// <summary>p_filesz: bytes taken from the file.</summary>
    internal ulong FileSize { get; }

    /// <summary>p_memsz: bytes in memory; what is beyond p_filesz is zero.</summary>
    internal ulong MemorySize { get; }

    /// <summary>p_align, bytes.</summary>
    internal ulong Alignment { get; }
}
