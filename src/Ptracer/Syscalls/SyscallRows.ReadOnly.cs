using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>Calls that would change what a read-only binding shows, through a descriptor; and what tells that it is one.</summary>
internal static partial class SyscallRows
{
    public static IEnumerable<SyscallRow> ReadOnly =>
    [
        new(Sysno.fchmod, "fchmod", ReadOnlyCalls.ChangeByDescriptor),
        new(Sysno.fchown, "fchown", ReadOnlyCalls.ChangeByDescriptor),
        new(Sysno.fsetxattr, "fsetxattr", ReadOnlyCalls.ChangeByDescriptor),
        new(Sysno.fremovexattr, "fremovexattr", ReadOnlyCalls.ChangeByDescriptor),
        new(Sysno.utimensat, "utimensat", ReadOnlyCalls.Utimensat, At(1, 3, PathUse.Write)),
        new(Sysno.statfs, "statfs", ReadOnlyCalls.Statfs, new PathArgument(0)),
        new(Sysno.fstatfs, "fstatfs", ReadOnlyCalls.Fstatfs),
    ];
}
