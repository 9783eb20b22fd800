using System.Buffers.Binary;

namespace Ptracer.Loader;

/// <summary>
/// The ELF header (Elf64_Ehdr or Elf32_Ehdr, elf(5)) of a file that load_elf_binary would go on with. As in the kernel,
/// neither EI_CLASS nor EI_DATA nor EI_VERSION counts: the machine decides which of the two it is, and the size of a program
/// header must be as there.
/// </summary>
internal readonly struct ElfHeader
{
    /// <summary>Size of Elf64_Ehdr, the larger one, bytes.</summary>
    internal const int SizeBytes = 64;

    /// <summary>load_elf_phdrs takes tables of 1 to 65536 bytes.</summary>
    internal const int MaxProgramHeadersSizeBytes = 65536;

    private const int SizeBytesOf32 = 52;
    private const int ClassOffset = 4;
    private const int TypeOffset = 16;
    private const int MachineOffset = 18;
    private const ushort Machine486 = 6;
    private const byte Class32 = 1;

    private ElfHeader(ReadOnlySpan<byte> bytes, ElfRole role, ElfMachine machine)
    {
        bool is32 = machine == ElfMachine.I386;
        Role = role;
        Class = bytes[ClassOffset];
        Type = (ElfType)BinaryPrimitives.ReadUInt16LittleEndian(bytes[TypeOffset..]);
        Machine = machine;
        Entry = is32
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..])
            : BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        ProgramHeaderOffset = is32
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..])
            : BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]);
        ProgramHeaderCount = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(is32 ? 44 : 56)..]);
    }

    /// <summary>What the file was read as.</summary>
    internal ElfRole Role { get; }

    /// <summary>e_type. A program is Exec or Dyn; an interpreter may claim anything, and fails later.</summary>
    internal ElfType Type { get; }

    /// <summary>e_entry: where the code starts, without load bias.</summary>
    internal ulong Entry { get; }

    /// <summary>e_phoff: file offset of the program headers, bytes.</summary>
    internal ulong ProgramHeaderOffset { get; }

    /// <summary>e_phnum, 1 to <see cref="MaxProgramHeaders"/>.</summary>
    internal int ProgramHeaderCount { get; }

    /// <summary>Whose program it is.</summary>
    internal ElfMachine Machine { get; }

    /// <summary>EI_CLASS as the file says: 1 for 32 bits, 2 for 64 bits.</summary>
    internal byte Class { get; }

    /// <summary>
    /// Size of the table of program headers, bytes: what to read at <see cref="ProgramHeaderOffset"/>.
    /// </summary>
    internal int ProgramHeadersSizeBytes => ProgramHeaderCount * ProgramHeader.SizeBytes(Machine);

    /// <summary>The most program headers that a machine's file can have: 1170, or 2048 smaller ones.</summary>
    internal static int MaxProgramHeaders(ElfMachine machine) => MaxProgramHeadersSizeBytes / ProgramHeader.SizeBytes(machine);

    /// <summary>
    /// Reads the header of the executed file from the file's first bytes (64 or more, fewer if the file is shorter).
    /// Errors: all are ENOEXEC.
    /// </summary>
    internal static LoadError TryRead(ReadOnlySpan<byte> fileStart, out ElfHeader header)
    {
        header = default;
        if (fileStart.Length < SizeBytes)
        {
            return TryReadShort(fileStart, out header);
        }

        if (!IsElf(fileStart) || !IsProgram(fileStart))
        {
            return LoadError.NotExecutableFormat;
        }

        return TryGetMachine(fileStart, out ElfMachine machine)
            ? Accept(new(fileStart, ElfRole.Program, machine), fileStart, out header)
            : LoadError.WrongMachine;
    }

    /// <summary>
    /// Reads the header of a program's interpreter. Errors: EIO for a file that is shorter than a header, ELIBBAD for all
    /// else, another machine than the program's among it. The kernel looks at e_type only after the point of no return: such
    /// a file passes here and fails in <see cref="LoadImage"/>.
    /// </summary>
    internal static LoadError TryReadInterpreter(ReadOnlySpan<byte> fileStart, LoadImage program, out ElfHeader header) =>
        TryReadInterpreter(fileStart, program.Machine, out header);

    /// <summary>The same.</summary>
    internal static LoadError TryReadInterpreter(ReadOnlySpan<byte> fileStart, ElfMachine program, out ElfHeader header)
    {
        header = default;
        if (fileStart.Length < HeaderSizeBytes(program))
        {
            return LoadError.ShortRead;
        }

        if (!IsElf(fileStart))
        {
            return LoadError.BadInterpreterFormat;
        }

        return TryGetMachine(fileStart, out ElfMachine machine) && machine == program
            ? Accept(new(fileStart, ElfRole.Interpreter, machine), fileStart, out header).For(ElfRole.Interpreter)
            : LoadError.WrongMachine.For(ElfRole.Interpreter);
    }

    /// <summary>Whether the file starts with the four magic bytes.</summary>
    internal static bool IsElf(ReadOnlySpan<byte> fileStart) => fileStart.StartsWith("\u007fELF"u8);

    /// <summary>
    /// A file below 64 bytes: only a small i386 program is one. The kernel's buffer is zero behind the file's end, so even
    /// one that ends inside its header (after the first byte of e_phnum, the 45th) can run.
    /// </summary>
    private static LoadError TryReadShort(ReadOnlySpan<byte> file, out ElfHeader header)
    {
        header = default;
        Span<byte> bytes = stackalloc byte[SizeBytes];
        bytes.Clear();
        file.CopyTo(bytes);
        return IsElf(bytes) && IsProgram(bytes) && TryGetMachine(bytes, out ElfMachine machine) && machine == ElfMachine.I386
            ? Accept(new(bytes, ElfRole.Program, machine), bytes, out header)
            : LoadError.NotExecutableFormat;
    }

    private static int HeaderSizeBytes(ElfMachine machine) => machine == ElfMachine.I386 ? SizeBytesOf32 : SizeBytes;

    private static bool IsProgram(ReadOnlySpan<byte> bytes) =>
        (ElfType)BinaryPrimitives.ReadUInt16LittleEndian(bytes[TypeOffset..]) is ElfType.Exec or ElfType.Dyn;

    private static bool TryGetMachine(ReadOnlySpan<byte> bytes, out ElfMachine machine)
    {
        ushort said = BinaryPrimitives.ReadUInt16LittleEndian(bytes[MachineOffset..]);
        machine = said == (ushort)ElfMachine.X64 ? ElfMachine.X64 : ElfMachine.I386;
        return said is (ushort)ElfMachine.X64 or (ushort)ElfMachine.I386 or Machine486;
    }

    private static LoadError Accept(in ElfHeader candidate, ReadOnlySpan<byte> bytes, out ElfHeader header)
    {
        header = default;
        int sizeOffset = candidate.Machine == ElfMachine.I386 ? 42 : 54; // e_phentsize
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[sizeOffset..]) != ProgramHeader.SizeBytes(candidate.Machine))
        {
            return candidate.Class == Class32 && candidate.Machine == ElfMachine.X64
                ? LoadError.WrongClass
                : LoadError.NotExecutableFormat;
        }

        if (candidate.ProgramHeaderCount == 0 || candidate.ProgramHeaderCount > MaxProgramHeaders(candidate.Machine))
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
