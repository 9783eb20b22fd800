using Ptracer.Linux;
using Ptracer.Paths;
using static Ptracer.Syscalls.PathUse;

namespace Ptracer.Syscalls;

/// <summary>Calls that tell of files, or change their names, where the guest is shown another than the kernel's truth.</summary>
internal static partial class SyscallRows
{
    /// <summary>With a faked identity, or where files may have stand-ins.</summary>
    public static IEnumerable<SyscallRow> ShownStatus =>
    [
        new(Sysno.stat, "stat", ShownStatusCalls.Status, new PathArgument(0)),
        new(Sysno.lstat, "lstat", ShownStatusCalls.Status, new PathArgument(0, Kind: LookupKind.NoFollow)),
        new(Sysno.newfstatat, "newfstatat", ShownStatusCalls.Status, At(1, 3)),
        new(Sysno.fstat, "fstat", ShownStatusCalls.Fstat),
        new(Sysno.statx, "statx", ShownStatusCalls.Statx, At(1, 2)),
    ];

    /// <summary>Where files may have stand-ins.</summary>
    public static IEnumerable<SyscallRow> StandIns =>
    [
        new(Sysno.link, "link", StandInCalls.Link, new PathArgument(0, Kind: LookupKind.NoFollow), new PathArgument(1, Kind: LookupKind.Entry, Use: Make)),
        new(Sysno.linkat, "linkat", StandInCalls.Link,
            new PathArgument(1, 0, LookupKind.NoFollow, Flags: 4, FollowFlag: Fcntl.AT_SYMLINK_FOLLOW), new PathArgument(3, 2, LookupKind.Entry, Make)),
        new(Sysno.mknod, "mknod", StandInCalls.Mknod, new PathArgument(0, Kind: LookupKind.Entry, Use: Make)),
        new(Sysno.mknodat, "mknodat", StandInCalls.Mknod, new PathArgument(1, 0, LookupKind.Entry, Make)),
        new(Sysno.unlink, "unlink", StandInCalls.Unlink, new PathArgument(0, Kind: LookupKind.Entry, Use: RemoveFile)),
        new(Sysno.unlinkat, "unlinkat", StandInCalls.Unlinkat, new PathArgument(1, 0, LookupKind.Entry, RemoveFile)),
        new(Sysno.rename, "rename", StandInCalls.Rename, new PathArgument(0, Kind: LookupKind.Entry), new PathArgument(1, Kind: LookupKind.Entry)),
        new(Sysno.renameat, "renameat", StandInCalls.Rename, new PathArgument(1, 0, LookupKind.Entry), new PathArgument(3, 2, LookupKind.Entry)),
        new(Sysno.renameat2, "renameat2", StandInCalls.Rename, new PathArgument(1, 0, LookupKind.Entry), new PathArgument(3, 2, LookupKind.Entry)),
    ];
}
