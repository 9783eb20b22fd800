namespace Ptracer.Loader;

/// <summary>The numbers of an x86-64 address space that exec depends on, with 4-level page tables.</summary>
internal static class AddressSpace
{
    /// <summary>First address that user space cannot have: TASK_SIZE, bytes.</summary>
    internal const ulong End = 0x7ffffffff000;

    /// <summary>
    /// ELF_ET_DYN_BASE: two thirds of the address space, where a PIE with an interpreter goes before randomization and
    /// alignment. With pages of 4096 bytes and ASLR off, that makes the well-known 0x555555554000.
    /// </summary>
    internal const ulong DynamicBase = End / 3 * 2;

    /// <summary>Pages among which the kernel chooses a PIE's base: vm.mmap_rnd_bits is 28 unless changed.</summary>
    internal const ulong RandomPages = 1UL << 28;

    /// <summary>Bytes above the program among which arch_randomize_brk chooses the start of the heap.</summary>
    internal const ulong BrkRandomBytes = 1UL << 30;

    /// <summary>Nothing below is given to a process without CAP_SYS_RAWIO: the usual vm.mmap_min_addr.</summary>
    internal const ulong MinimumAddress = 65536;

    /// <summary>PAGE_SIZE, and the ELF_MIN_ALIGN of binfmt_elf.c.</summary>
    internal const ulong PageSizeBytes = 4096;

    /// <summary>ELF_PAGESTART: the start of the page that holds the address.</summary>
    internal static ulong PageStart(ulong address) => address & ~(PageSizeBytes - 1);

    /// <summary>ELF_PAGEOFFSET: bytes between the start of the page and the address.</summary>
    internal static ulong PageOffset(ulong address) => address & (PageSizeBytes - 1);

    /// <summary>ELF_PAGEALIGN: rounded up to a page; wraps to 0 in the last page, as the kernel's does.</summary>
    internal static ulong PageAlign(ulong address) => unchecked(PageStart(address + (PageSizeBytes - 1)));

    /// <summary>Whether [start, start + size) lies in user space and does not wrap.</summary>
    internal static bool Contains(ulong start, ulong sizeBytes) =>
        start < End && sizeBytes <= End && End - sizeBytes >= start;
}
