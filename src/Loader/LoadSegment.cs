namespace Ptracer.Loader;

/// <summary>
/// One PT_LOAD. Bytes beyond <see cref="FileSize"/> are zero; their whole pages are mapped readable and writable
/// whatever the protection says (and executable if it is), because elf_load maps them with vm_brk_flags.
/// </summary>
internal readonly struct LoadSegment
{
    /// <summary>Takes what the program header says.</summary>
    internal LoadSegment(in ProgramHeader header)
    {
        VirtualAddress = header.VirtualAddress;
        FileOffset = header.FileOffset;
        FileSize = header.FileSize;
        MemorySize = header.MemorySize;
        Protection = ToProtection(header.Flags);
    }

    /// <summary>p_vaddr, without load bias; need not start a page.</summary>
    internal ulong VirtualAddress { get; }

    /// <summary>p_offset: file offset of the byte at <see cref="VirtualAddress"/>.</summary>
    internal ulong FileOffset { get; }

    /// <summary>Bytes taken from the file.</summary>
    internal ulong FileSize { get; }

    /// <summary>Bytes in memory, at least <see cref="FileSize"/>.</summary>
    internal ulong MemorySize { get; }

    /// <summary>PROT_ bits of the pages that come from the file.</summary>
    internal Protection Protection { get; }

    /// <summary>First address after the bytes of the file.</summary>
    internal ulong FileEnd => unchecked(VirtualAddress + FileSize);

    /// <summary>First address after the segment.</summary>
    internal ulong End => unchecked(VirtualAddress + MemorySize);

    /// <summary>Why the kernel cannot map the segment; the order is that of load_elf_binary.</summary>
    internal LoadDefect FindDefect(AddressSpace space)
    {
        if (FileSize != 0)
        {
            // vm_mmap refuses an offset that is no multiple of the page size.
            if (AddressSpace.PageOffset(FileOffset) != AddressSpace.PageOffset(VirtualAddress))
            {
                return LoadDefect.OffsetNotCongruent;
            }

            if (FileOffset > long.MaxValue || FileSize > long.MaxValue - FileOffset)
            {
                return LoadDefect.FileRangeTooLarge;
            }
        }

        if (FileSize > MemorySize)
        {
            return LoadDefect.FileSizeExceedsMemorySize;
        }

        return space.Contains(VirtualAddress, MemorySize) ? LoadDefect.None : LoadDefect.OutsideUserSpace;
    }

    private static Protection ToProtection(SegmentFlags flags) =>
        ((flags & SegmentFlags.Read) != 0 ? Protection.Read : Protection.None)
        | ((flags & SegmentFlags.Write) != 0 ? Protection.Write : Protection.None)
        | ((flags & SegmentFlags.Execute) != 0 ? Protection.Execute : Protection.None);
}
