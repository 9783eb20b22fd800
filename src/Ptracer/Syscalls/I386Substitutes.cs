using Ptracer.Linux;
using static Ptracer.Syscalls.I386SubstituteCalls;

namespace Ptracer.Syscalls;

/// <summary>
/// What is made of a call of i386 that an inherited filter forbids, where <see cref="SyscallRows.Substitutes"/>, by the
/// number that it has on x86-64, does not say so: because x86-64 has no such call, has it allowed, or lays it out otherwise.
/// What is made in their place are calls of x86-64, but for those that say otherwise.
/// </summary>
internal static class I386Substitutes
{
    private static readonly SubstituteWord s_zero = SubstituteWord.Is(0);

    private static readonly SyscallRow?[] s_rows = Index(
    [
        new(SysnoI386.waitpid, "waitpid", FileSubstituteCalls.Rearrange)
        {
            Substitute = new Substitute(Sysno.wait4, 0, 1, 2, s_zero),
        },
        new(SysnoI386.oldstat, "oldstat", Status),
        new(SysnoI386.oldlstat, "oldlstat", Status),
        new(SysnoI386.oldfstat, "oldfstat", StatusOfDescriptor),
        new(SysnoI386.stat, "stat", Status),
        new(SysnoI386.lstat, "lstat", Status),
        new(SysnoI386.fstat, "fstat", StatusOfDescriptor),
        new(SysnoI386.statfs, "statfs", FileSystem),
        new(SysnoI386.fstatfs, "fstatfs", FileSystem),
        new(SysnoI386.ftruncate, "ftruncate", Ftruncate),
        new(SysnoI386.fadvise64, "fadvise64", Fadvise),
        new(SysnoI386.getgid, "getgid", ShortId),
        new(SysnoI386.geteuid, "geteuid", ShortId),
        new(SysnoI386.getegid, "getegid", ShortId),
        new(SysnoI386.getresuid, "getresuid", ShortTriple),
        new(SysnoI386.getresgid, "getresgid", ShortTriple),
        new(SysnoI386.getgroups, "getgroups", ShortGroups),
        new(SysnoI386.setresuid, "setresuid", Same),
        new(SysnoI386.fchown, "fchown", Same),
        new(SysnoI386.ioprio_set, "ioprio_set", Same),
        new(SysnoI386.ioprio_get, "ioprio_get", Same),
        new(SysnoI386.getrlimit, "getrlimit", Limit),
        new(SysnoI386.nice, "nice", Nice),
        new(SysnoI386.olduname, "olduname", Name),
        new(SysnoI386.oldolduname, "oldolduname", Name),
        new(SysnoI386.select, "select", I386SignalSubstituteCalls.OldSelect),
        new(SysnoI386.signal, "signal", I386SignalSubstituteCalls.Signal),
        new(SysnoI386.sgetmask, "sgetmask", I386SignalSubstituteCalls.GetMask),
        new(SysnoI386.ssetmask, "ssetmask", I386SignalSubstituteCalls.SetMask),
        new(SysnoI386.sigprocmask, "sigprocmask", I386SignalSubstituteCalls.ChangeMask),
        new(SysnoI386.sigpending, "sigpending", I386SignalSubstituteCalls.Pending),
        new(SysnoI386.sigsuspend, "sigsuspend", I386SignalSubstituteCalls.Suspend),
        new(SysnoI386.readdir, "readdir", Readdir),
        By(SysnoI386.clock_gettime64, "clock_gettime64", Sysno.clock_gettime),
        By(SysnoI386.clock_getres_time64, "clock_getres_time64", Sysno.clock_getres),
        By(SysnoI386.timer_gettime64, "timer_gettime64", Sysno.timer_gettime),
        new(SysnoI386.timer_settime64, "timer_settime64", WithTimes),
        By(SysnoI386.timerfd_gettime64, "timerfd_gettime64", Sysno.timerfd_gettime),
        new(SysnoI386.timerfd_settime64, "timerfd_settime64", WithTimes),
        new(SysnoI386.utimensat_time64, "utimensat_time64", WithTimes),
        By(SysnoI386.sched_rr_get_interval_time64, "sched_rr_get_interval_time64", Sysno.sched_rr_get_interval),
        new(SysnoI386.clock_settime64, "clock_settime64", ProcessSubstituteCalls.NotPermitted),
        new(SysnoI386.clock_adjtime64, "clock_adjtime64", ProcessSubstituteCalls.NotPermitted),
        .. I386SocketCalls.Direct(),
    ]);

    /// <summary>What stands for a call by its own number; null: what stands for the same call of x86-64.</summary>
    public static SyscallRow? Find(int number) => (uint)number < (uint)s_rows.Length ? s_rows[number] : null;

    /// <summary>One whose times have 8 bytes, as they have in the elder call of x86-64.</summary>
    private static SyscallRow By(int number, string name, int substitute) => new(number, name, FileSubstituteCalls.Rearrange)
    {
        Substitute = new Substitute(substitute, 0, 1, 2, 3, 4),
    };

    private static SyscallRow?[] Index(List<SyscallRow> rows)
    {
        SyscallRow?[] byNumber = new SyscallRow?[SysnoI386.Unknown];
        foreach (SyscallRow row in rows)
        {
            byNumber[row.Number] = row;
        }

        return byNumber;
    }
}
