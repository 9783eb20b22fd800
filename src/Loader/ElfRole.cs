namespace Ptracer.Loader;

/// <summary>What a file is to execve(2): the kernel answers with another errno for each.</summary>
internal enum ElfRole : byte
{
    /// <summary>The file that was executed.</summary>
    Program,

    /// <summary>The file that the program's PT_INTERP names, such as ld-linux-x86-64.so.2.</summary>
    Interpreter,
}
