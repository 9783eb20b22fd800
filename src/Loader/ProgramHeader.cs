using System.Buffers.Binary;

namespace Ptracer.Loader;

/// <summary>One program header (Elf64_Phdr, elf(5)), as the file says; nothing is checked.</summary>
internal readonly struct ProgramHeader
{
    /// <summary>Size of Elf64_Phdr, bytes.</summary>
    internal const int SizeBytes = 56;

    private const int FlagsOffset = 4;
    private const int FileOffsetOffset = 8;
    private const int VirtualAddressOffset = 16;
    private const int FileSizeOffset = 32;
    private const int MemorySizeOffset = 40;
    private const int AlignmentOffset = 48;

    /// <summary>Decodes the 56 bytes.</summary>
    internal ProgramHeader(ReadOnlySpan<byte> bytes)
    {
        Type = (ProgramHeaderType)BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        Flags = (SegmentFlags)BinaryPrimitives.ReadUInt32LittleEndian(bytes[FlagsOffset..]);
        FileOffset = BinaryPrimitives.ReadUInt64LittleEndian(bytes[FileOffsetOffset..]);
        VirtualAddress = BinaryPrimitives.ReadUInt64LittleEndian(bytes[VirtualAddressOffset..]);
        FileSize = BinaryPrimitives.ReadUInt64LittleEndian(bytes[FileSizeOffset..]);
        MemorySize = BinaryPrimitives.ReadUInt64LittleEndian(bytes[MemorySizeOffset..]);
        Alignment = BinaryPrimitives.ReadUInt64LittleEndian(bytes[AlignmentOffset..]);
    }

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
