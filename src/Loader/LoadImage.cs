namespace Ptracer.Loader;

/// <summary>
/// One ELF file as load_elf_binary (for a program) or load_elf_interp (for its interpreter) of fs/binfmt_elf.c sees it:
/// its segments, and the numbers that exec derives from them. All addresses are without load bias. Made to be reused:
/// <see cref="Read"/> allocates only for a file with more than 73 segments.
/// </summary>
internal sealed class LoadImage
{
    private const int UsualMaxSegments = 73; // a table of one page

    private LoadSegment[] _segments = new LoadSegment[UsualMaxSegments];
    private int _segmentCount;

    /// <summary>What the file was read as.</summary>
    internal ElfRole Role { get; private set; }

    /// <summary>e_type.</summary>
    internal ElfType Type { get; private set; }

    /// <summary>Whose program it is.</summary>
    internal ElfMachine Machine { get; private set; }

    /// <summary>The numbers of its address space.</summary>
    internal AddressSpace Space => AddressSpace.Of(Machine);

    /// <summary>e_entry.</summary>
    internal ulong Entry { get; private set; }

    /// <summary>Number of program headers: AT_PHNUM.</summary>
    internal int ProgramHeaderCount { get; private set; }

    /// <summary>
    /// AT_PHDR: where the last segment whose file bytes cover e_phoff shows it, 0 when none does. The kernel does not
    /// ask PT_PHDR.
    /// </summary>
    internal ulong ProgramHeadersAddress { get; private set; }

    /// <summary>Whether the program has a PT_INTERP.</summary>
    internal bool HasInterpreter { get; private set; }

    /// <summary>Whether the program wants an executable stack.</summary>
    internal StackExecutability StackExecutability { get; private set; }

    /// <summary>
    /// elf_read_implies_exec: without PT_GNU_STACK, an i386 program gets READ_IMPLIES_EXEC of personality(2), which makes
    /// its stack and all that is mapped readable executable too.
    /// </summary>
    internal bool ReadImpliesExecute =>
        Role == ElfRole.Program && Machine == ElfMachine.I386 && StackExecutability == StackExecutability.Default;

    /// <summary>The segments in the order of the file.</summary>
    internal ReadOnlySpan<LoadSegment> Segments => _segments.AsSpan(0, _segmentCount);

    /// <summary>Start of the lowest page; 0 without segments.</summary>
    internal ulong MinimumAddress { get; private set; }

    /// <summary>Bytes from <see cref="MinimumAddress"/> to the end of the highest page: total_mapping_size.</summary>
    internal ulong SpanBytes { get; private set; }

    /// <summary>
    /// maximum_alignment: the largest p_align that is a power of two, bytes, a page at least; 0 if none is.
    /// </summary>
    internal ulong Alignment { get; private set; }

    /// <summary>mm->start_code: the lowest p_vaddr of an executable segment, 2^64 - 1 when there is none.</summary>
    internal ulong CodeStart { get; private set; }

    /// <summary>mm->end_code: the highest end of an executable segment's file bytes.</summary>
    internal ulong CodeEnd { get; private set; }

    /// <summary>mm->start_data: the highest p_vaddr.</summary>
    internal ulong DataStart { get; private set; }

    /// <summary>mm->end_data: the highest end of file bytes.</summary>
    internal ulong DataEnd { get; private set; }

    /// <summary>elf_brk: the highest end of a segment, exact byte.</summary>
    internal ulong BssEnd { get; private set; }

    /// <summary>Why loading fails after the point of no return, with death by SIGSEGV; None when it does not.</summary>
    internal LoadDefect Defect { get; private set; }

    /// <summary>
    /// Reads the image anew. Never fails: what the kernel could not map is told by <see cref="Defect"/>.
    /// </summary>
    internal void Read(in ElfHeader header, in ProgramHeaders table)
    {
        Reset(header);
        ulong highest = 0;
        for (int i = 0; i < table.Count; i++)
        {
            ProgramHeader programHeader = table[i];
            if (programHeader.Type == ProgramHeaderType.Interpreter)
            {
                HasInterpreter |= Role == ElfRole.Program;
            }
            else if (programHeader.Type == ProgramHeaderType.Load)
            {
                LoadSegment segment = new(programHeader);
                Add(segment);
                Account(segment, header.ProgramHeaderOffset);
                AccountAlignment(programHeader.Alignment);
                highest = Math.Max(highest, segment.End);
                Defect = Defect == LoadDefect.None ? segment.FindDefect(Space) : Defect;
            }
        }

        StackExecutability = table.GetStackExecutability();
        MinimumAddress = _segmentCount == 0 ? 0 : MinimumAddress;
        Alignment = AddressSpace.PageAlign(Alignment);
        Defect = Defect == LoadDefect.None ? FindDefect(highest) : Defect;
        SpanBytes = Defect == LoadDefect.None ? AddressSpace.PageAlign(highest) - MinimumAddress : 0;
    }

    private void Reset(in ElfHeader header)
    {
        Role = header.Role;
        Machine = header.Machine;
        Type = header.Type;
        Entry = header.Entry;
        ProgramHeaderCount = header.ProgramHeaderCount;
        ProgramHeadersAddress = 0;
        HasInterpreter = false;
        _segmentCount = 0;
        MinimumAddress = ulong.MaxValue;
        SpanBytes = 0;
        Alignment = 0;
        CodeStart = ulong.MaxValue;
        CodeEnd = 0;
        DataStart = 0;
        DataEnd = 0;
        BssEnd = 0;
        Defect = LoadDefect.None;
    }

    private void Add(in LoadSegment segment)
    {
        if (_segmentCount == _segments.Length)
        {
            Array.Resize(ref _segments, ElfHeader.MaxProgramHeaders(ElfMachine.I386));
        }

        _segments[_segmentCount++] = segment;
    }

    /// <summary>The body of the kernel's loop over PT_LOAD, without the mapping.</summary>
    private void Account(in LoadSegment segment, ulong programHeaderOffset)
    {
        MinimumAddress = Math.Min(MinimumAddress, AddressSpace.PageStart(segment.VirtualAddress));
        if (segment.FileOffset <= programHeaderOffset && programHeaderOffset - segment.FileOffset < segment.FileSize)
        {
            ProgramHeadersAddress = unchecked(programHeaderOffset - segment.FileOffset + segment.VirtualAddress);
        }

        if ((segment.Protection & Protection.Execute) != 0)
        {
            CodeStart = Math.Min(CodeStart, segment.VirtualAddress);
            CodeEnd = Math.Max(CodeEnd, segment.FileEnd);
        }

        DataStart = Math.Max(DataStart, segment.VirtualAddress);
        DataEnd = Math.Max(DataEnd, segment.FileEnd);
        BssEnd = Math.Max(BssEnd, segment.End);
    }

    private void AccountAlignment(ulong alignment)
    {
        if (ulong.IsPow2(alignment))
        {
            Alignment = Math.Max(Alignment, alignment);
        }
    }

    private LoadDefect FindDefect(ulong highest)
    {
        if (Type is not (ElfType.Exec or ElfType.Dyn))
        {
            return LoadDefect.InterpreterType;
        }

        // Not refused as such in each case, but it dies of SIGSEGV at its entry. Only a program without PT_LOAD that
        // has an interpreter would go on in the kernel; as AT_PHDR is 0 then, a libc's interpreter dies at once.
        if (_segmentCount == 0 || highest == MinimumAddress)
        {
            return LoadDefect.NoMemory;
        }

        if (Type == ElfType.Exec && !HasInterpreter && Entry >= Space.End)
        {
            return LoadDefect.EntryOutsideUserSpace;
        }

        bool kernelChooses = Type == ElfType.Dyn && !HasInterpreter;
        return kernelChooses && Role == ElfRole.Program && _segments[0].FileSize == 0
            ? LoadDefect.FirstSegmentWithoutFile
            : LoadDefect.None;
    }
}
