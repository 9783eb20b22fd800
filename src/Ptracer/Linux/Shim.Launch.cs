using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>native/shim/launch.c: ordinary programs, untraced.</summary>
internal static unsafe partial class Shim
{
    /// <summary>setsid(2).</summary>
    public const uint LaunchNewSession = 1;

    /// <summary>Descriptor 0 becomes the controlling terminal.</summary>
    public const uint LaunchTerminal = 2;

    /// <summary>SIGKILL when the calling thread ends.</summary>
    public const uint LaunchDieWithParent = 4;

    /// <summary>Set nice; passed over where it is not allowed.</summary>
    public const uint LaunchNice = 8;

    /// <summary>PTRACER_LAUNCH_IGNORE_SIGPIPE.</summary>
    public const uint LaunchIgnoreSigpipe = 16;

    /// <summary>struct ptracer_launch of host.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ptracer_launch_options
    {
        public byte* executable;
        public byte** argv;
        public byte** envp;
        public byte* working_directory;
        public int* files;
        public ulong file_count;
        public void* stack;
        public ulong stack_size;
        public uint flags;
        public int umask;
        public int nice;
        public int error;
        public int parent;
    }

    /// <summary>Executes a program in our place; -errno if it fails.</summary>
    [LibraryImport(Library)]
    public static partial long ptracer_execute(byte* path, byte** argv, byte** envp);

    /// <summary>The whole image, zstd, its size in bytes, and its id; null where there is none.</summary>
    [LibraryImport(Library)]
    public static partial byte* ptracer_whole_image(ulong* sizeBytes, byte** id);

    /// <summary>Starts a program; returns the pid when it has executed, or -errno.</summary>
    [LibraryImport(Library)]
    public static partial long ptracer_launch(ptracer_launch_options* launch);
}
