using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>The one door to the kernel: a system call by number, its result as the kernel gave it.</summary>
/// <remarks>A result from -4095 to -1 is a negated errno. No thread-local errno is read or written.</remarks>
internal static partial class Raw
{
    private const string Shim = "ptracer_shim";

    /// <summary>A call that may block: the garbage collector may run meanwhile.</summary>
    [LibraryImport(Shim, EntryPoint = "ptracer_syscall")]
    public static partial long Blocking(long nr, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0);

    /// <summary>A call that returns at once: no transition for the garbage collector, which saves some 10 ns.</summary>
    [LibraryImport(Shim, EntryPoint = "ptracer_syscall")]
    [SuppressGCTransition]
    public static partial long Call(long nr, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0);

    /// <summary>
    /// A call that looks a path up, made again after a signal of the tracer's own: file systems in user space tell of those
    /// (EINTR), and no guest shall hear of them.
    /// </summary>
    public static long Lookup(long nr, long a, long b, long c = 0, long d = 0, long e = 0)
    {
        long result;
        do
        {
            result = Call(nr, a, b, c, d, e);
        }
        while (result == -(long)Errno.EINTR);
        return result;
    }

    /// <summary>Whether an interrupted call's result asks the kernel to make it again (include/linux/errno.h).</summary>
    public static bool WillRestart(long result) => result is -512 or -513 or -514 or -516;

    /// <summary>The errno of a result, or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Errno ErrnoOf(long result) => result is < 0 and >= -4095 ? (Errno)(-result) : Errno.None;
}
