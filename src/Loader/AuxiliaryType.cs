namespace Ptracer.Loader;

/// <summary>Keys of the auxiliary vector, getauxval(3), as an x86-64 kernel gives them.</summary>
internal enum AuxiliaryType : ulong
{
    /// <summary>AT_NULL: the end.</summary>
    Null = 0,

    /// <summary>AT_IGNORE: an entry to skip.</summary>
    Ignore = 1,

    /// <summary>AT_EXECFD: a descriptor of the program, given by binfmt_misc.</summary>
    ExecDescriptor = 2,

    /// <summary>AT_PHDR: address of the program's program headers.</summary>
    ProgramHeaders = 3,

    /// <summary>AT_PHENT: size of one program header, bytes.</summary>
    ProgramHeaderSize = 4,

    /// <summary>AT_PHNUM: number of program headers.</summary>
    ProgramHeaderCount = 5,

    /// <summary>AT_PAGESZ: bytes.</summary>
    PageSize = 6,

    /// <summary>AT_BASE: load bias of the interpreter, 0 without one.</summary>
    InterpreterBase = 7,

    /// <summary>AT_FLAGS: bit 0 when argv[0] is kept (binfmt_misc).</summary>
    Flags = 8,

    /// <summary>AT_ENTRY: the program's entry address.</summary>
    Entry = 9,

    /// <summary>AT_UID: real user id.</summary>
    UserId = 11,

    /// <summary>AT_EUID: effective user id.</summary>
    EffectiveUserId = 12,

    /// <summary>AT_GID: real group id.</summary>
    GroupId = 13,

    /// <summary>AT_EGID: effective group id.</summary>
    EffectiveGroupId = 14,

    /// <summary>AT_PLATFORM: address of "x86_64".</summary>
    Platform = 15,

    /// <summary>AT_HWCAP: CPUID.1:EDX.</summary>
    HardwareCapabilities = 16,

    /// <summary>AT_CLKTCK: frequency of times(2), Hz.</summary>
    ClockTicks = 17,

    /// <summary>AT_SECURE: nonzero when the program gained privileges.</summary>
    Secure = 23,

    /// <summary>AT_BASE_PLATFORM: address of the real platform's name.</summary>
    BasePlatform = 24,

    /// <summary>AT_RANDOM: address of 16 random bytes.</summary>
    Random = 25,

    /// <summary>AT_HWCAP2.</summary>
    HardwareCapabilities2 = 26,

    /// <summary>AT_RSEQ_FEATURE_SIZE, bytes; since Linux 6.3.</summary>
    RseqFeatureSize = 27,

    /// <summary>AT_RSEQ_ALIGN, bytes; since Linux 6.3.</summary>
    RseqAlignment = 28,

    /// <summary>AT_HWCAP3; since Linux 6.10.</summary>
    HardwareCapabilities3 = 29,

    /// <summary>AT_HWCAP4; since Linux 6.10.</summary>
    HardwareCapabilities4 = 30,

    /// <summary>AT_EXECFN: address of the path given to execve(2).</summary>
    ExecFileName = 31,

    /// <summary>AT_SYSINFO_EHDR: address of the vdso.</summary>
    Vdso = 33,

    /// <summary>AT_MINSIGSTKSZ: bytes a signal frame can need.</summary>
    MinimumSignalStackSize = 51,
}
