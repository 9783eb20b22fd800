using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>
/// native/shim/probe.c: tries a facility of the kernel in a child process. 0 or a value when it works; -errno when the
/// kernel refuses; -(<see cref="ProbeKilledBase"/> + signal) when the child was killed for trying.
/// </summary>
internal static unsafe partial class Shim
{
    /// <summary>Above every errno.</summary>
    public const int ProbeKilledBase = 8192;

    /// <summary>Trace a child with the options a session uses.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_ptrace();

    /// <summary>Stop a child by a seccomp filter with RET_TRACE.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_seccomp_trace();

    /// <summary>PTRACE_GET_SYSCALL_INFO at such a stop.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_syscall_info();

    /// <summary>Read a traced child's memory by process_vm_readv(2).</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_memory();

    /// <summary>openat2(2) with RESOLVE_IN_ROOT.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_openat2();

    /// <summary>Execute an anonymous file.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_memfd_exec();

    /// <summary>Execute a 32-bit anonymous file.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_i386_exec();

    /// <summary>Execute the file at a path; it is killed before its first instruction.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_exec_file(byte* path);

    /// <summary>Map the file at a path executable.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_map_executable(byte* path);

    /// <summary>prctl(PR_SET_MM_MAP).</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_mm_map();

    /// <summary>unshare(CLONE_NEWUSER).</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_user_namespace();

    /// <summary>How many bits a user address may have: 47 on an ordinary x86-64 kernel.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_address_bits();

    /// <summary>Create a file in a directory without a name that could stay behind.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_writable_directory(byte* path);

    /// <summary>Whether a filter from before ours answers SIGSYS to this call.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_is_forbidden(int nr);

    /// <summary>The same of a call of i386.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_is_forbidden_i386(int nr);

    /// <summary>How many CPUs this process may use.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_probe_cpus();
}
