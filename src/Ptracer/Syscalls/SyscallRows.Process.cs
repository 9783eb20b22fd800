using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>Calls without a path that would show, or go round, the tracer.</summary>
internal static partial class SyscallRows
{
    public static IEnumerable<SyscallRow> Process =>
    [
        // io_uring opens files in the kernel, past any filter. A program that meets ENOSYS falls back (io_uring(7)).
        new(Sysno.io_uring_setup, "io_uring_setup", ProcessCalls.Unreachable) { Condition = StopCondition.Refuse },

        new(Sysno.clone, "clone", ProcessCalls.Clone) { Condition = StopCondition.IfAnyBit(0, ProcessCalls.Watched) },
        new(Sysno.clone3, "clone3", ProcessCalls.Clone3), // its flags lie in memory, where no filter can look
        new(Sysno.unshare, "unshare", ProcessCalls.Unshare) { Condition = StopCondition.IfAnyBit(0, ProcessCalls.Namespaces) },
        new(Sysno.prctl, "prctl", ProcessCalls.Prctl)
        {
            Condition = StopCondition.IfOneOf(
                0, ProcessCalls.PR_GET_DUMPABLE, ProcessCalls.PR_SET_DUMPABLE, FilterCalls.PR_SET_SECCOMP,
                FilterCalls.PR_SET_SYSCALL_USER_DISPATCH),
        },
        new(Sysno.sched_getaffinity, "sched_getaffinity", ProcessCalls.GetAffinity),
        new(Sysno.sched_setaffinity, "sched_setaffinity", ProcessCalls.SetAffinity),
    ];

    /// <summary>What a guest does about SIGSYS, where an inherited filter sends it too; prctl is always watched.</summary>
    public static IEnumerable<SyscallRow> Traps =>
    [
        new(Sysno.seccomp, "seccomp", FilterCalls.Seccomp),
        new(Sysno.rt_sigaction, "rt_sigaction", FilterCalls.Action) { Condition = StopCondition.If(0, Signals.SIGSYS) },
    ];

    /// <summary>Where guests have a fast path: a guest's own filter must not judge its calls.</summary>
    public static IEnumerable<SyscallRow> Filters => [new(Sysno.seccomp, "seccomp", FilterCalls.Seccomp)];

    /// <summary>uname(2), where another kernel release is shown.</summary>
    public static IEnumerable<SyscallRow> KernelRelease => [new(Sysno.uname, "uname", ProcessCalls.Uname)];
}
