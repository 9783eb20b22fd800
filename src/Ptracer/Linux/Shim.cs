using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>native/shim/host.h: the few things that cannot be C#.</summary>
internal static unsafe partial class Shim
{
    private const string Library = "ptracer_shim";

    /// <summary>struct ptracer_spawn of host.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ptracer_spawn_options
    {
        public byte* executable;
        public byte** argv;
        public byte** envp;
        public byte* working_directory;
        public void* filter;
        public ulong filter_length;
        public ulong ptrace_options;
        public ptracer_limit* limits;
        public ulong limit_count;
        public byte** pid_texts;
        public ulong pid_text_count;
        public void* stack;
        public ulong stack_size;
        public int error_fd;
        public int go_fd;
        public int go_fd_of_parent;
        public int error_fd_of_child;
    }

    /// <summary>Room for a process id in decimal.</summary>
    public const int PidDigits = 10;

    /// <summary>struct ptracer_limit of host.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ptracer_limit
    {
        public ulong soft;
        public ulong hard;
        public int resource;
        private readonly int _padding;
    }

    /// <summary>Starts a child, seizes it, filters, executes; returns the pid or -errno.</summary>
    [LibraryImport(Library)]
    public static partial long ptracer_spawn(ptracer_spawn_options* spawn);

    /// <summary>The stub ELF, and its size in bytes.</summary>
    [LibraryImport(Library)]
    public static partial byte* ptracer_stub(ulong* sizeBytes);

    /// <summary>The stub ELF, and its size in bytes.</summary>
    [LibraryImport(Library)]
    public static partial byte* ptracer_stub_i386(ulong* sizeBytes);

    /// <summary>The environment of this process, as execve(2) takes it.</summary>
    [LibraryImport(Library)]
    public static partial byte** ptracer_environ();

    /// <summary>Passes signals on to <paramref name="pid"/>, or stops doing so with 0.</summary>
    [LibraryImport(Library)]
    public static partial long ptracer_forward_signals(int pid);

    /// <summary>Says that the command is (1) or is not (0) stopped by job control.</summary>
    [LibraryImport(Library)]
    public static partial void ptracer_command_stopped(int stopped);

    /// <summary>A counter of the ticks so far; it lives as long as the process.</summary>
    [LibraryImport(Library)]
    public static partial int* ptracer_ticks();

    /// <summary>Interrupts the calling thread's waits every so many milliseconds (below 1000); 0: no longer.</summary>
    [LibraryImport(Library)]
    public static partial long ptracer_tick(int intervalMs);
}
