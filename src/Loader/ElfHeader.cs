using System.Buffers.Binary;

namespace Ptracer.Loader;

/// <summary>
/// The ELF header (Elf64_Ehdr, elf(5)) of a file that load_elf_binary would go on with. As in the kernel, neither
/// EI_CLASS nor EI_DATA nor EI_VERSION counts: the machine and the size of a program header decide.
/// </summary>
internal readonly struct ElfHeader
{
    /// <summary>Size of Elf64_Ehdr, bytes.</summary>
    internal const int SizeBytes = 64;

    /// <summary>EM_X86_64.</summary>
    internal const ushort MachineX64 = 62;

    /// <summary>load_elf_phdrs takes tables of 1 to 65536 bytes.</summary>
    internal const int MaxProgramHeadersSizeBytes = 65536;

    /// <summary>The most program headers that a file can have: 1170.</summary>
    internal const int MaxProgramHeaders = MaxProgramHeadersSizeBytes / ProgramHeader.SizeBytes;

    private const int ClassOffset = 4;
    private const int TypeOffset = 16;
    private const int MachineOffset = 18;
    private const int EntryOffset = 24;
    private const int ProgramHeaderOffsetOffset = 32;
    private const int ProgramHeaderSizeOffset = 54;
    private const int ProgramHeaderCountOffset = 56;
    private const byte Class32 = 1;

    private ElfHeader(ReadOnlySpan<byte> bytes, ElfRole role)
    {
        Role = role;
        Class = bytes[ClassOffset];
        Type = (ElfType)BinaryPrimitives.ReadUInt16LittleEndian(bytes[TypeOffset..]);
        Machine = BinaryPrimitives.ReadUInt16LittleEndian(bytes[MachineOffset..]);
        Entry = BinaryPrimitives.ReadUInt64LittleEndian(bytes[EntryOffset..]);
        ProgramHeaderOffset = BinaryPrimitives.ReadUInt64LittleEndian(bytes[ProgramHeaderOffsetOffset..]);
        ProgramHeaderCount = BinaryPrimitives.ReadUInt16LittleEndian(bytes[ProgramHeaderCountOffset..]);
    }

    /// <summary>What the file was read as.</summary>
    internal ElfRole Role { get; }

    /// <summary>e_type. A program is Exec or Dyn; an interpreter may claim anything, and fails later.</summary>
    internal ElfType Type { get; }

    /// <summary>e_entry: where the code starts, without load bias.</summary>
    internal ulong Entry { get; }

    /// <summary>e_phoff: file offset of the program headers, bytes.</summary>
    internal ulong ProgramHeaderOffset { get; }

    /// <summary>e_phnum, 1 to 1170.</summary>
    internal int ProgramHeaderCount { get; }

    /// <summary>e_machine: always <see cref="MachineX64"/>.</summary>
    internal ushort Machine { get; }

    /// <summary>EI_CLASS as the file says: 1 for 32 bits, 2 for 64 bits.</summary>
    internal byte Class { get; }

    /// <summary>
    /// Size of the table of program headers, bytes: what to read at <see cref="ProgramHeaderOffset"/>.
    /// </summary>
    internal int ProgramHeadersSizeBytes => ProgramHeaderCount * ProgramHeader.SizeBytes;

    /// <summary>
    /// Reads the header of the executed file from the file's first bytes (64 or more, fewer if the file is shorter).
    /// Errors: all are ENOEXEC.
    /// </summary>
    internal static LoadError TryRead(ReadOnlySpan<byte> fileStart, out ElfHeader header)
    {
        header = default;
        if (fileStart.Length < SizeBytes || !IsElf(fileStart))
        {
            return LoadError.NotExecutableFormat;
        }

        ElfHeader candidate = new(fileStart, ElfRole.Program);
        if (candidate.Type is not (ElfType.Exec or ElfType.Dyn))
        {
            return LoadError.NotExecutableFormat;
        }

        return Accept(candidate, fileStart, out header);
    }

    /// <summary>
    /// Reads the header of the program's interpreter. Errors: EIO for a file below 64 bytes, ELIBBAD for all else. The
    /// kernel looks at e_type only after the point of no return: such a file passes here and fails in
    /// <see cref="LoadImage"/>.
    /// </summary>
    internal static LoadError TryReadInterpreter(ReadOnlySpan<byte> fileStart, out ElfHeader header)
    {
        header = default;
        if (fileStart.Length < SizeBytes)
        {
            return LoadError.ShortRead;
        }

        if (!IsElf(fileStart))
        {
            return LoadError.BadInterpreterFormat;
        }

        return Accept(new(fileStart, ElfRole.Interpreter), fileStart, out header).For(ElfRole.Interpreter);
    }

    /// <summary>Whether the file starts with the four magic bytes.</summary>
    internal static bool IsElf(ReadOnlySpan<byte> fileStart) => fileStart.StartsWith("\u007fELF"u8);

    private static LoadError Accept(in ElfHeader candidate, ReadOnlySpan<byte> bytes, out ElfHeader header)
    {
        header = default;
        if (candidate.Machine != MachineX64)
        {
            return LoadError.WrongMachine;
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[ProgramHeaderSizeOffset..]) != ProgramHeader.SizeBytes)
        {
            return candidate.Class == Class32 ? LoadError.WrongClass : LoadError.NotExecutableFormat;
        }

        if (candidate.ProgramHeaderCount is 0 or > MaxProgramHeaders)
        {
            return LoadError.BadHeaderCount;
        }

        // A read at a negative loff_t fails with EINVAL, which load_elf_phdrs drops.
        if (candidate.ProgramHeaderOffset > (ulong)(long.MaxValue - candidate.ProgramHeadersSizeBytes))
        {
            return LoadError.TruncatedHeaders;
        }

        header = candidate;
        return LoadError.None;
    }
}
