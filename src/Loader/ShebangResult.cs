namespace Ptracer.Loader;

/// <summary>What load_script of fs/binfmt_script.c makes of a file's first 256 bytes.</summary>
internal enum ShebangResult : byte
{
    /// <summary>The file does not start with "#!": another format is tried.</summary>
    NotScript,

    /// <summary>ENOEXEC: nothing but blanks follows "#!".</summary>
    NoInterpreter,

    /// <summary>ENOEXEC: the interpreter's path does not end within the 256 bytes.</summary>
    TruncatedInterpreter,

    /// <summary>An interpreter without argument.</summary>
    Interpreter,

    /// <summary>An interpreter and its one argument, which can be empty.</summary>
    InterpreterWithArgument,
}
