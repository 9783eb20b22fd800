using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>Listing directories: stops only if some mount point has to be shown that does not exist.</summary>
internal static partial class SyscallRows
{
    public static IEnumerable<SyscallRow> Directories =>
    [
        new(Sysno.getdents64, "getdents64", DirectoryCalls.List),
        new(Sysno.getdents, "getdents", DirectoryCalls.List),
    ];
}
