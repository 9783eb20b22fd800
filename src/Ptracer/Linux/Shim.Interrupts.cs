using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>native/shim/interrupt.c: signals that would end the process wait until it has cleaned up.</summary>
internal static unsafe partial class Shim
{
    /// <summary>Holds SIGINT, SIGTERM and SIGHUP back. Calls nest.</summary>
    [LibraryImport(Library)]
    public static partial void ptracer_hold_signals();

    /// <summary>The signal that came while they are held back; 0: none.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_held_signal();

    /// <summary>Ends a hold; with the last one, a signal that came ends the process.</summary>
    [LibraryImport(Library)]
    public static partial void ptracer_release_signals();
}
