namespace Ptracer.Loader;

/// <summary>
/// The load plan that the stub loader in the guest carries out: little-endian, as native/shim/shim.h declares it.
/// <code>
/// header   u32 magic, size_bytes, image_count, flags; u64 execfn_offset; u8 comm[16]; u64 brk_offset;
///          u32 auxv_count, fast_offset                                                            56 bytes
/// auxv     auxv_count times u64 type, value                                                       16 bytes each
/// image    u64 path_offset, placement, base, min_vaddr, span, entry, phdr, phnum, start_code,
///          end_code, start_data, end_data, end_bss, segment_count                                112 bytes each
/// segment  u64 vaddr, offset, filesz, memsz, prot; they follow their image                        40 bytes each
/// fast     what the fast path must know, as the caller has it, to a multiple of 8; fast_offset is 0 if there is none
/// strings  execfn, the program's path, the interpreter's path, each with its NUL
/// </code>
/// Numbers that the kernel would choke on after the point of no return make a plan to die of SIGSEGV, as it does.
/// </summary>
internal static class LoadPlan
{
    /// <summary>"1PLN" in the order of the bytes in memory.</summary>
    internal const uint Magic = 0x4e4c5031;

    /// <summary>Size of the header, bytes.</summary>
    internal const int HeaderSizeBytes = 56;

    /// <summary>Size of one override of the auxiliary vector, bytes.</summary>
    internal const int AuxiliaryEntrySizeBytes = 16;

    /// <summary>Size of one image without its segments, bytes.</summary>
    internal const int ImageSizeBytes = 112;

    /// <summary>Size of one segment, bytes.</summary>
    internal const int SegmentSizeBytes = 40;

    /// <summary>Where the header says where the fast path's settings are: its field fast_offset.</summary>
    internal const int FastOffset = 52;

    /// <summary>Where the fast path has its table, address: PTRACER_FAST_TABLE, a page.</summary>
    internal const ulong FastTable = 0x050f0000;

    /// <summary>Writes the plan.</summary>
    /// <returns>Its length in bytes, or -1 when the destination is too small.</returns>
    internal static int TryWrite(Span<byte> destination, in LoadPlanInput input)
    {
        Placement program = PlaceProgram(input);
        Placement interpreter = PlaceInterpreter(input);
        bool dies = program.Defect != LoadDefect.None || interpreter.Defect != LoadDefect.None;
        long fixedSize = HeaderSizeBytes
            + (long)input.AuxiliaryOverrides.Length * AuxiliaryEntrySizeBytes
            + ImagesSizeBytes(input, dies);
        ReadOnlySpan<byte> fast = dies || !HasRoomForFastPath(input) ? default : input.FastPath;
        int fastOffset = fast.IsEmpty ? 0 : (int)fixedSize;
        fixedSize += (fast.Length + 7) & ~7;
        long size = fixedSize + input.ExecFileName.Length + 1L + input.ProgramPath.Length + 1L
            + (input.Interpreter is null ? 0 : input.InterpreterPath.Length + 1L);
        if (size > destination.Length)
        {
            return -1;
        }

        fast.CopyTo(destination[fastOffset..]);
        LoadPlanWriter writer = new(destination[..(int)size], (int)fixedSize);
        writer.WriteHeader(input, FlagsOf(input, dies), fastOffset);
        writer.WriteAuxiliary(input.AuxiliaryOverrides);
        writer.WriteImage(input.Program, program, input.ProgramPath, dies);
        if (input.Interpreter is not null)
        {
            writer.WriteImage(input.Interpreter, interpreter, input.InterpreterPath, dies);
        }

        return (int)size;
    }

    /// <summary>
    /// Why the plan kills the process, as a clause for a message; null when it does not.
    /// </summary>
    internal static string? Explain(in LoadPlanInput input)
    {
        LoadDefect program = PlaceProgram(input).Defect;
        if (program != LoadDefect.None)
        {
            return "the program " + program.Describe();
        }

        LoadDefect interpreter = PlaceInterpreter(input).Defect;
        return interpreter == LoadDefect.None ? null : "its interpreter " + interpreter.Describe();
    }

    /// <summary>
    /// The fast path is for 64-bit programs. One at a fixed address must not cover its table, and has its heap behind that,
    /// where it may be only if addresses are random at all.
    /// </summary>
    private static bool HasRoomForFastPath(in LoadPlanInput input) =>
        input.Program.Machine == ElfMachine.X64 &&
        (input.Program.Type != ElfType.Exec || (input.Randomization == AddressRandomization.Enabled && IsClearOfTable(input.Program))) &&
        (input.Interpreter is null || input.Interpreter.Type != ElfType.Exec || IsClearOfTable(input.Interpreter));

    private static bool IsClearOfTable(LoadImage image) =>
        image.MinimumAddress >= FastTable + AddressSpace.PageSizeBytes || image.MinimumAddress + image.SpanBytes <= FastTable;

    private static Placement PlaceProgram(in LoadPlanInput input) =>
        Placement.Of(input.Program, input.RandomPages, input.Randomization);

    private static Placement PlaceInterpreter(in LoadPlanInput input) =>
        input.Interpreter is null
            ? default
            : Placement.Of(input.Interpreter, randomPages: 0, AddressRandomization.Disabled);

    private static long ImagesSizeBytes(in LoadPlanInput input, bool dies)
    {
        int images = input.Interpreter is null ? 1 : 2;
        int segments = dies ? 0 : input.Program.Segments.Length + (input.Interpreter?.Segments.Length ?? 0);
        return (long)images * ImageSizeBytes + (long)segments * SegmentSizeBytes;
    }

    private static LoadPlanFlags FlagsOf(in LoadPlanInput input, bool dies)
    {
        if (dies)
        {
            return LoadPlanFlags.Die;
        }

        LoadPlanFlags flags = LoadPlanFlags.None;
        if (input.Program.StackExecutability == StackExecutability.Enabled)
        {
            flags |= LoadPlanFlags.ExecutableStack;
        }

        if (input.Program.ReadImpliesExecute)
        {
            flags |= LoadPlanFlags.ExecutableStack | LoadPlanFlags.ReadImpliesExecute;
        }

        return input.MemoryMapUpdate == MemoryMapUpdate.Set ? flags | LoadPlanFlags.SetMemoryMap : flags;
    }
}
