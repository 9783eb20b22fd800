using Ptracer.Diagnostics;
using Ptracer.Paths;
using Ptracer.Syscalls;

namespace Ptracer;

/// <summary>Only what a session needs is trapped: with no faked identity getuid(2) does not stop.</summary>
internal static class SessionTable
{
    public static SyscallTable Build(
        SessionOptions options, BindingTable mounts, IpcSupport ipc, bool hasInheritedFilter, bool hasFastPath) => new(
        SyscallRows.Paths,
        SyscallRows.Sockets,
        SyscallRows.Process,
        mounts.HasReadOnly ? SyscallRows.ReadOnly : [],
        mounts.Shown.Count > 0 || mounts.StandIns is not null ? SyscallRows.Directories : [],
        hasFastPath ? SyscallRows.Filters : [],
        hasInheritedFilter || !ipc.IsWhole ? SyscallRows.Traps : [],
        ipc.HasSystemV ? [] : IpcRows.SystemV,
        ipc.HasPosixQueues ? [] : IpcRows.PosixQueues,
        options.Identity is not null || mounts.StandIns is not null ? SyscallRows.ShownStatus : [],
        options.Identity is null ? [] : SyscallRows.Identity,
        mounts.StandIns is null ? [] : SyscallRows.StandIns,
        options.KernelRelease is null ? [] : SyscallRows.KernelRelease);
}
