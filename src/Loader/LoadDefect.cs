namespace Ptracer.Loader;

/// <summary>
/// What makes load_elf_binary or load_elf_interp fail after the point of no return, where exec can no longer answer an
/// error: the process dies of SIGSEGV.
/// </summary>
internal enum LoadDefect : byte
{
    /// <summary>The image can be mapped.</summary>
    None,

    /// <summary>There is no PT_LOAD, or all are empty: no memory, no code.</summary>
    NoMemory,

    /// <summary>The interpreter is neither ET_EXEC nor ET_DYN.</summary>
    InterpreterType,

    /// <summary>p_offset and p_vaddr differ modulo the page size.</summary>
    OffsetNotCongruent,

    /// <summary>p_offset + p_filesz is no file offset.</summary>
    FileRangeTooLarge,

    /// <summary>p_filesz is larger than p_memsz.</summary>
    FileSizeExceedsMemorySize,

    /// <summary>A segment reaches beyond user space, or wraps around.</summary>
    OutsideUserSpace,

    /// <summary>A fixed program's entry is no user address.</summary>
    EntryOutsideUserSpace,

    /// <summary>
    /// A PIE without interpreter whose first segment has no bytes in the file: nothing is there to choose an address
    /// by, and the kernel takes 0, which an ordinary process may not have.
    /// </summary>
    FirstSegmentWithoutFile,

    /// <summary>With its alignment or size, a PIE's place is outside user space or below vm.mmap_min_addr.</summary>
    NoPlace,
}
