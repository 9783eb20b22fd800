namespace Ptracer.Loader;

/// <summary>What a <see cref="LoadError"/> means to the guest and to people.</summary>
internal static class LoadErrors
{
    /// <summary>The errno of execve(2) as a positive number, 0 for <see cref="LoadError.None"/>.</summary>
    internal static int ToErrno(this LoadError error) => error switch
    {
        LoadError.None => 0,
        LoadError.ShortRead => 5, // EIO
        LoadError.EmptyInterpreterPath => 13, // EACCES
        LoadError.BadInterpreterOffset => 22, // EINVAL
        LoadError.BadInterpreterFormat => 80, // ELIBBAD
        _ => 8, // ENOEXEC
    };

    /// <summary>A clause for a message, to be read after the file's name and "is" or "has".</summary>
    internal static string Describe(this LoadError error) => error switch
    {
        LoadError.None => "can be loaded",
        LoadError.NotExecutableFormat => "is not an executable program",
        LoadError.WrongMachine => "is a program for another kind of processor",
        LoadError.WrongClass => "is an x32 program, which is not supported",
        LoadError.BadHeaderCount => "has no program headers, or too many",
        LoadError.TruncatedHeaders => "ends before its program headers",
        LoadError.BadInterpreterPath => "has a malformed interpreter path (PT_INTERP)",
        LoadError.BadInterpreterOffset => "has its interpreter path (PT_INTERP) outside the file",
        LoadError.EmptyInterpreterPath => "has an empty interpreter path (PT_INTERP)",
        LoadError.ShortRead => "is truncated",
        LoadError.BadInterpreterFormat => "is not a usable ELF interpreter for the program's machine",
        _ => "cannot be loaded",
    };

    /// <summary>The same refusal where the file is the program's interpreter: ELIBBAD, whatever the reason.</summary>
    internal static LoadError For(this LoadError error, ElfRole role) =>
        role == ElfRole.Program || error is LoadError.None or LoadError.ShortRead
            ? error
            : LoadError.BadInterpreterFormat;
}
