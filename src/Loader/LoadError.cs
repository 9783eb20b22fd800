namespace Ptracer.Loader;

/// <summary>
/// Why execve(2) refuses a file, before the point of no return. Each value gives the errno that fs/binfmt_elf.c gives
/// at that place: see <see cref="LoadErrors.ToErrno"/>. Values that share an errno differ for the message to people.
/// </summary>
internal enum LoadError : byte
{
    /// <summary>The file can be loaded as far as was looked.</summary>
    None,

    /// <summary>ENOEXEC: not an ELF program at all, or a header field that load_elf_binary refuses.</summary>
    NotExecutableFormat,

    /// <summary>ENOEXEC: an ELF file for another machine; elf_check_arch.</summary>
    WrongMachine,

    /// <summary>
    /// ENOEXEC: an x32 program, with 32-bit headers for the x86-64 machine; load_elf_phdrs by e_phentsize.
    /// </summary>
    WrongClass,

    /// <summary>ENOEXEC: e_phnum times 56 (i386: 32) is 0 or more than 65536 bytes; load_elf_phdrs.</summary>
    BadHeaderCount,

    /// <summary>
    /// ENOEXEC: the file ends before its program headers do; load_elf_phdrs drops the EIO of its read.
    /// </summary>
    TruncatedHeaders,

    /// <summary>ENOEXEC: p_filesz of PT_INTERP is below 2 or above PATH_MAX, or its last byte is not NUL.</summary>
    BadInterpreterPath,

    /// <summary>EINVAL: p_offset of PT_INTERP is no file offset (2^63 or more); elf_read.</summary>
    BadInterpreterOffset,

    /// <summary>EACCES: the path in PT_INTERP is empty, which open_exec takes for the working directory.</summary>
    EmptyInterpreterPath,

    /// <summary>
    /// EIO: the file ends inside the path of PT_INTERP, or the interpreter is shorter than a header; elf_read.
    /// </summary>
    ShortRead,

    /// <summary>
    /// ELIBBAD: the interpreter is not an ELF file for the program's machine, or its program headers cannot be read.
    /// </summary>
    BadInterpreterFormat,
}
