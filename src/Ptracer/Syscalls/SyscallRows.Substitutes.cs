using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>
/// What is made of a call that an inherited filter forbids: everything that the policy of Android's apps traps in any
/// version (bionic's SECCOMP_ALLOWLIST_APP.TXT and its like), by calls that all of its versions allow. Unlike the other
/// rows these do not decide what stops. Their handlers see the arguments that a path has already been translated in.
/// </summary>
internal static partial class SyscallRows
{
    private static readonly SubstituteWord s_cwd = SubstituteWord.Is(Fcntl.AT_FDCWD);
    private static readonly SubstituteWord s_zero = SubstituteWord.Is(0);
    private static readonly SubstituteWord s_noFollowing = SubstituteWord.Is(Fcntl.AT_SYMLINK_NOFOLLOW);
    private static readonly SubstituteWord s_creating =
        SubstituteWord.Is(Fcntl.O_CREAT | Fcntl.O_WRONLY | Fcntl.O_TRUNC);

    public static IEnumerable<SyscallRow> Substitutes =>
    [
        .. FileSubstitutes,
        .. WaitSubstitutes,
        .. ProcessSubstitutes,
        .. RefusedSubstitutes(),
        new(Sysno.chroot, "chroot", ProcessSubstituteCalls.NotPermittedWithPath, new PathArgument(0)),
        new(Sysno.mount, "mount", ProcessSubstituteCalls.NotPermittedWithPath, new PathArgument(1)),
        new(Sysno.umount2, "umount2", ProcessSubstituteCalls.NotPermittedWithPath, new PathArgument(0)),
    ];

    private static IEnumerable<SyscallRow> FileSubstitutes =>
    [
        By(Sysno.open, "open", Sysno.openat, s_cwd, 0, 1, 2),
        By(Sysno.creat, "creat", Sysno.openat, s_cwd, 0, s_creating, 1),
        By(Sysno.stat, "stat", Sysno.newfstatat, s_cwd, 0, 1),
        By(Sysno.lstat, "lstat", Sysno.newfstatat, s_cwd, 0, 1, s_noFollowing),
        By(Sysno.access, "access", Sysno.faccessat, s_cwd, 0, 1),
        By(Sysno.rename, "rename", Sysno.renameat2, s_cwd, 0, s_cwd, 1),
        By(Sysno.mkdir, "mkdir", Sysno.mkdirat, s_cwd, 0, 1),
        By(Sysno.rmdir, "rmdir", Sysno.unlinkat, s_cwd, 0, SubstituteWord.Is(Fcntl.AT_REMOVEDIR)),
        By(Sysno.unlink, "unlink", Sysno.unlinkat, s_cwd, 0),
        By(Sysno.link, "link", Sysno.linkat, s_cwd, 0, s_cwd, 1),
        By(Sysno.symlink, "symlink", Sysno.symlinkat, 0, s_cwd, 1),
        By(Sysno.readlink, "readlink", Sysno.readlinkat, s_cwd, 0, 1, 2),
        By(Sysno.chmod, "chmod", Sysno.fchmodat, s_cwd, 0, 1),
        By(Sysno.chown, "chown", Sysno.fchownat, s_cwd, 0, 1, 2),
        By(Sysno.lchown, "lchown", Sysno.fchownat, s_cwd, 0, 1, 2, s_noFollowing),
        By(Sysno.mknod, "mknod", Sysno.mknodat, s_cwd, 0, 1, 2),
        By(Sysno.pipe, "pipe", Sysno.pipe2, 0),
        By(Sysno.inotify_init, "inotify_init", Sysno.inotify_init1),
        By(Sysno.eventfd, "eventfd", Sysno.eventfd2, 0),
        By(Sysno.signalfd, "signalfd", Sysno.signalfd4, 0, 1, 2),
        By(Sysno.accept, "accept", Sysno.accept4, 0, 1, 2),
        new(Sysno.utime, "utime", FileSubstituteCalls.Utime),
        new(Sysno.utimes, "utimes", FileSubstituteCalls.Utimes),
        new(Sysno.futimesat, "futimesat", FileSubstituteCalls.Futimesat),
        new(Sysno.dup2, "dup2", FileSubstituteCalls.Dup2),
        new(Sysno.getdents, "getdents", FileSubstituteCalls.Getdents),
        new(Sysno.openat2, "openat2", FileSubstituteCalls.Openat2),
        new(Sysno.faccessat2, "faccessat2", FileSubstituteCalls.Faccessat2),
        new(Sysno.fchmodat2, "fchmodat2", FileSubstituteCalls.Fchmodat2),
        new(Sysno.statx, "statx", FileSubstituteCalls.Statx),
        new(Sysno.close_range, "close_range", CloseRangeCalls.Begin),
    ];

    private static IEnumerable<SyscallRow> WaitSubstitutes =>
    [
        new(Sysno.poll, "poll", WaitSubstituteCalls.Poll),
        new(Sysno.select, "select", WaitSubstituteCalls.Select),
        By(Sysno.pause, "pause", Sysno.ppoll),
        new(Sysno.alarm, "alarm", WaitSubstituteCalls.Alarm),
        new(Sysno.time, "time", WaitSubstituteCalls.Time),
        new(Sysno.epoll_create, "epoll_create", WaitSubstituteCalls.EpollCreate),
        By(Sysno.epoll_wait, "epoll_wait", Sysno.epoll_pwait, 0, 1, 2, 3, s_zero, SubstituteWord.Is(8)),
        new(Sysno.epoll_pwait2, "epoll_pwait2", WaitSubstituteCalls.EpollPwait2),
    ];

    private static IEnumerable<SyscallRow> ProcessSubstitutes =>
    [
        By(Sysno.fork, "fork", Sysno.clone, SubstituteWord.Is(Signals.SIGCHLD)),
        new(Sysno.clone3, "clone3", Clone3Substitute.Clone3),
        By(Sysno.getpgrp, "getpgrp", Sysno.getpgid),
        new(Sysno.setuid, "setuid", ProcessSubstituteCalls.Setuid),
        new(Sysno.setreuid, "setreuid", ProcessSubstituteCalls.Setreuid),
        new(Sysno.setgid, "setgid", ProcessSubstituteCalls.SetGroup),
        new(Sysno.setregid, "setregid", ProcessSubstituteCalls.SetGroup),
        new(Sysno.setresgid, "setresgid", ProcessSubstituteCalls.SetGroup),
        new(Sysno.setfsuid, "setfsuid", ProcessSubstituteCalls.SetFileId),
        new(Sysno.setfsgid, "setfsgid", ProcessSubstituteCalls.SetFileId),
        new(Sysno.set_robust_list, "set_robust_list", RobustListCalls.Set),
        new(Sysno.get_robust_list, "get_robust_list", RobustListCalls.Get),
        new(Sysno.pidfd_send_signal, "pidfd_send_signal", ProcessSubstituteCalls.PidfdSendSignal),
        new(Sysno.pkey_mprotect, "pkey_mprotect", ProcessSubstituteCalls.PkeyMprotect),
        new(Sysno.pkey_alloc, "pkey_alloc", ProcessSubstituteCalls.NoKeys),
    ];

    /// <summary>Who is not root is refused these by every kernel.</summary>
    private static IEnumerable<(int Number, string Name)> ForRootAlone =>
    [
        (Sysno.setgroups, "setgroups"), (Sysno.quotactl_fd, "quotactl_fd"),
        (Sysno.swapon, "swapon"), (Sysno.swapoff, "swapoff"), (Sysno.acct, "acct"), (Sysno.reboot, "reboot"),
        (Sysno.sethostname, "sethostname"), (Sysno.setdomainname, "setdomainname"), (Sysno.settimeofday, "settimeofday"),
        (Sysno.clock_settime, "clock_settime"), (Sysno.adjtimex, "adjtimex"), (Sysno.clock_adjtime, "clock_adjtime"),
        (Sysno.syslog, "syslog"), (Sysno.vhangup, "vhangup"), (Sysno.iopl, "iopl"), (Sysno.ioperm, "ioperm"),
        (Sysno.init_module, "init_module"), (Sysno.finit_module, "finit_module"), (Sysno.delete_module, "delete_module"),
        (Sysno.kexec_load, "kexec_load"), (Sysno.kexec_file_load, "kexec_file_load"), (Sysno.bpf, "bpf"),
        (Sysno.open_by_handle_at, "open_by_handle_at"), (Sysno.fanotify_init, "fanotify_init"), (Sysno.open_tree, "open_tree"),
        (Sysno.move_mount, "move_mount"), (Sysno.fsopen, "fsopen"), (Sysno.fspick, "fspick"), (Sysno.fsmount, "fsmount"),
        (Sysno.fsconfig, "fsconfig"), (Sysno.mount_setattr, "mount_setattr"), (Sysno.pivot_root, "pivot_root"),
    ];

    private static IEnumerable<SyscallRow> RefusedSubstitutes()
    {
        foreach ((int number, string name) in ForRootAlone)
        {
            yield return new SyscallRow(number, name, ProcessSubstituteCalls.NotPermitted);
        }
    }

    private static SyscallRow By(int number, string name, int substitute, params SubstituteWord[] words) =>
        new(number, name, FileSubstituteCalls.Rearrange) { Substitute = new Substitute(substitute, words) };
}
