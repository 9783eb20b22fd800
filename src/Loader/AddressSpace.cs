namespace Ptracer.Loader;

/// <summary>
/// The numbers of an address space that exec depends on: of an x86-64 program, with 4-level page tables, or of an i386 one
/// on a 64-bit kernel.
/// </summary>
internal sealed class AddressSpace
{
    /// <summary>Nothing below is given to a process without CAP_SYS_RAWIO: the usual vm.mmap_min_addr.</summary>
    internal const ulong MinimumAddress = 65536;

    /// <summary>PAGE_SIZE, and the ELF_MIN_ALIGN of binfmt_elf.c.</summary>
    internal const ulong PageSizeBytes = 4096;

    private const ulong EndOfX64 = 0x7ffffffff000;
    private const ulong EndOfI386 = 0xffffe000;

    /// <summary>
    /// For x86-64: two thirds of the address space; with pages of 4096 bytes and ASLR off, that makes the well-known
    /// 0x555555554000. vm.mmap_rnd_bits is 28 unless changed; arch_randomize_brk adds up to a gigabyte.
    /// </summary>
    private static readonly AddressSpace s_x64 = new()
    {
        End = EndOfX64,
        DynamicBase = EndOfX64 / 3 * 2,
        RandomPages = 1UL << 28,
        BrkRandomBytes = 1UL << 30,
    };

    /// <summary>
    /// For i386: IA32_PAGE_OFFSET; a PIE goes 16 MiB above a third of it (COMPAT_ELF_ET_DYN_BASE of asm/elf.h), which makes
    /// 0x56555000. vm.mmap_rnd_compat_bits is 8 unless changed; arch_randomize_brk adds up to 32 MiB.
    /// </summary>
    private static readonly AddressSpace s_i386 = new()
    {
        End = EndOfI386,
        DynamicBase = PageAlign(EndOfI386 / 3) + 0x1000000,
        RandomPages = 1UL << 8,
        BrkRandomBytes = 1UL << 25,
    };

    private AddressSpace()
    {
    }

    /// <summary>First address that user space cannot have: TASK_SIZE, bytes.</summary>
    internal required ulong End { get; init; }

    /// <summary>
    /// ELF_ET_DYN_BASE: where a PIE with an interpreter goes before randomization and alignment.
    /// </summary>
    internal required ulong DynamicBase { get; init; }

    /// <summary>Pages among which the kernel chooses a PIE's base.</summary>
    internal required ulong RandomPages { get; init; }

    /// <summary>Bytes above the program among which arch_randomize_brk chooses the start of the heap.</summary>
    internal required ulong BrkRandomBytes { get; init; }

    /// <summary>That of a machine's programs.</summary>
    internal static AddressSpace Of(ElfMachine machine) => machine == ElfMachine.I386 ? s_i386 : s_x64;

    /// <summary>ELF_PAGESTART: the start of the page that holds the address.</summary>
    internal static ulong PageStart(ulong address) => address & ~(PageSizeBytes - 1);

    /// <summary>ELF_PAGEOFFSET: bytes between the start of the page and the address.</summary>
    internal static ulong PageOffset(ulong address) => address & (PageSizeBytes - 1);

    /// <summary>ELF_PAGEALIGN: rounded up to a page; wraps to 0 in the last page, as the kernel's does.</summary>
    internal static ulong PageAlign(ulong address) => unchecked(PageStart(address + (PageSizeBytes - 1)));

    /// <summary>Whether [start, start + size) lies in user space and does not wrap.</summary>
    internal bool Contains(ulong start, ulong sizeBytes) => start < End && sizeBytes <= End && End - sizeBytes >= start;
}
