namespace Ptracer.Loader;

/// <summary>The machines whose programs an x86-64 kernel runs: e_machine, which also decides how the headers lie.</summary>
internal enum ElfMachine : ushort
{
    /// <summary>EM_386; EM_486, 6, counts as the same (arch/x86/include/asm/elf.h). Headers are of 32 bits.</summary>
    I386 = 3,

    /// <summary>EM_X86_64. Headers are of 64 bits.</summary>
    X64 = 62,
}
