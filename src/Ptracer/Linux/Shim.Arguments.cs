using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>The words this process was started with.</summary>
internal static unsafe partial class Shim
{
    /// <summary>How many words there are, the program's own name included.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_argc();

    /// <summary>The word at an index, ended by NUL; null behind the last.</summary>
    [LibraryImport(Library)]
    public static partial byte* ptracer_argv(int index);
}
