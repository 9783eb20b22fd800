namespace Ptracer.Loader;

/// <summary>e_type, elf(5). Only <see cref="Exec"/> and <see cref="Dyn"/> can be executed.</summary>
internal enum ElfType : ushort
{
    /// <summary>ET_NONE.</summary>
    None = 0,

    /// <summary>ET_REL: an object file.</summary>
    Relocatable = 1,

    /// <summary>ET_EXEC: a program linked for a fixed address.</summary>
    Exec = 2,

    /// <summary>ET_DYN: a position-independent program, or a library.</summary>
    Dyn = 3,

    /// <summary>ET_CORE: a core dump.</summary>
    Core = 4,
}
