namespace Ptracer.Loader;

/// <summary>All that a load plan is made of. Paths have no NUL inside or at their end.</summary>
internal readonly ref struct LoadPlanInput
{
    /// <summary>The program, read as <see cref="ElfRole.Program"/>.</summary>
    internal required LoadImage Program { get; init; }

    /// <summary>Host path by which the stub opens the program.</summary>
    internal required ReadOnlySpan<byte> ProgramPath { get; init; }

    /// <summary>The interpreter of PT_INTERP, null when the program has none.</summary>
    internal LoadImage? Interpreter { get; init; }

    /// <summary>Host path by which the stub opens the interpreter.</summary>
    internal ReadOnlySpan<byte> InterpreterPath { get; init; }

    /// <summary>AT_EXECFN: the path as the guest gave it to execve(2), a script's own path for a script.</summary>
    internal required ReadOnlySpan<byte> ExecFileName { get; init; }

    /// <summary>The name for /proc/PID/comm; cut to 15 bytes. See <see cref="Loader.CommandName.Of"/>.</summary>
    internal required ReadOnlySpan<byte> CommandName { get; init; }

    /// <summary>Entries of the auxiliary vector to replace, such as AT_UID under a fake identity.</summary>
    internal ReadOnlySpan<AuxiliaryEntry> AuxiliaryOverrides { get; init; }

    /// <summary>What the fast path must know (struct ptracer_fast); empty: it shall not be used.</summary>
    internal ReadOnlySpan<byte> FastPath { get; init; }

    /// <summary>Random bits for a PIE's base, the low 28 of which count pages.</summary>
    internal ulong RandomPages { get; init; }

    /// <summary>
    /// Random bytes between the program's end and its heap; rounded down to pages, below
    /// <see cref="AddressSpace.BrkRandomBytes"/> plus a page. The caller gives 0 when nothing is randomized.
    /// </summary>
    internal ulong BrkOffsetBytes { get; init; }

    /// <summary>Whether a PIE's base is random.</summary>
    internal AddressRandomization Randomization { get; init; }

    /// <summary>Whether the stub tells the kernel the program's code, data and heap (PR_SET_MM_MAP).</summary>
    internal MemoryMapUpdate MemoryMapUpdate { get; init; }
}
