namespace Ptracer.Loader;

/// <summary>p_type, elf(5): those that exec looks at.</summary>
internal enum ProgramHeaderType : uint
{
    /// <summary>PT_NULL: unused.</summary>
    Null = 0,

    /// <summary>PT_LOAD: a part of the file to be mapped.</summary>
    Load = 1,

    /// <summary>PT_DYNAMIC: the dynamic section.</summary>
    Dynamic = 2,

    /// <summary>PT_INTERP: the path of the program's interpreter.</summary>
    Interpreter = 3,

    /// <summary>PT_PHDR: the table of program headers itself. The kernel does not look at it.</summary>
    ProgramHeaders = 6,

    /// <summary>PT_GNU_STACK: its flags say whether the stack is executable.</summary>
    GnuStack = 0x6474e551,
}
