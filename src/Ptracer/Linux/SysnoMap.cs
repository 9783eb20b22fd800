using static Ptracer.Linux.Sysno;

namespace Ptracer.Linux;

/// <summary>
/// From the system call numbers of i386 (arch/x86/entry/syscalls/syscall_32.tbl) to those of x86-64 that have the same name.
/// </summary>
internal static class SysnoMap
{
    private const int None = -1;
    private const int FirstCommon = 424; // pidfd_send_signal: from here on all architectures have the same numbers

    /// <summary>A call's number on x86-64; -1 if that has none of the name.</summary>
    public static int FromI386(int number) => number switch
    {
        >= FirstCommon => number,
        >= 0 when number < SameName.Length => SameName[number],
        _ => None,
    };

    private static ReadOnlySpan<short> SameName =>
    [
        // 0
        restart_syscall, exit, fork, read, write, open, close, None, creat, link, unlink, execve, chdir, time, mknod,
        chmod, lchown, None, None, lseek, getpid, mount, None, setuid, getuid, None, ptrace, alarm, None, pause,
        utime, None, None, access, None, None, sync, kill, rename, mkdir, rmdir, dup, pipe, times, None, brk, setgid,
        getgid, None, geteuid,
        // 50
        getegid, acct, umount2, None, ioctl, fcntl, None, setpgid, None, None, umask, chroot, ustat, dup2, getppid,
        getpgrp, setsid, None, None, None, setreuid, setregid, None, None, sethostname, setrlimit, getrlimit,
        getrusage, gettimeofday, settimeofday, getgroups, setgroups, select, symlink, None, readlink, uselib, swapon,
        reboot, None, mmap, munmap, truncate, ftruncate, fchmod, fchown, getpriority, setpriority, None, statfs,
        // 100
        fstatfs, ioperm, None, syslog, setitimer, getitimer, stat, lstat, fstat, None, iopl, vhangup, None, None,
        wait4, swapoff, sysinfo, None, fsync, None, clone, setdomainname, uname, modify_ldt, adjtimex, mprotect, None,
        create_module, init_module, delete_module, get_kernel_syms, quotactl, getpgid, fchdir, None, sysfs,
        personality, afs_syscall, setfsuid, setfsgid, None, getdents, None, flock, msync, readv, writev, getsid,
        fdatasync, _sysctl,
        // 150
        mlock, munlock, mlockall, munlockall, sched_setparam, sched_getparam, sched_setscheduler, sched_getscheduler,
        sched_yield, sched_get_priority_max, sched_get_priority_min, sched_rr_get_interval, nanosleep, mremap,
        setresuid, getresuid, None, query_module, poll, nfsservctl, setresgid, getresgid, prctl, rt_sigreturn,
        rt_sigaction, rt_sigprocmask, rt_sigpending, rt_sigtimedwait, rt_sigqueueinfo, rt_sigsuspend, pread64,
        pwrite64, chown, getcwd, capget, capset, sigaltstack, sendfile, getpmsg, putpmsg, vfork, None, None, None,
        None, None, None, None, None, None,
        // 200
        None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None,
        pivot_root, mincore, madvise, getdents64, None, None, None, gettid, readahead, setxattr, lsetxattr, fsetxattr,
        getxattr, lgetxattr, fgetxattr, listxattr, llistxattr, flistxattr, removexattr, lremovexattr, fremovexattr,
        tkill, None, futex, sched_setaffinity, sched_getaffinity, set_thread_area, get_thread_area, io_setup,
        io_destroy, io_getevents, io_submit, io_cancel,
        // 250
        fadvise64, None, exit_group, lookup_dcookie, epoll_create, epoll_ctl, epoll_wait, remap_file_pages,
        set_tid_address, timer_create, timer_settime, timer_gettime, timer_getoverrun, timer_delete, clock_settime,
        clock_gettime, clock_getres, clock_nanosleep, None, None, tgkill, utimes, None, vserver, mbind, get_mempolicy,
        set_mempolicy, mq_open, mq_unlink, mq_timedsend, mq_timedreceive, mq_notify, mq_getsetattr, kexec_load,
        waitid, None, add_key, request_key, keyctl, ioprio_set, ioprio_get, inotify_init, inotify_add_watch,
        inotify_rm_watch, migrate_pages, openat, mkdirat, mknodat, fchownat, futimesat,
        // 300
        None, unlinkat, renameat, linkat, symlinkat, readlinkat, fchmodat, faccessat, pselect6, ppoll, unshare,
        set_robust_list, get_robust_list, splice, sync_file_range, tee, vmsplice, move_pages, getcpu, epoll_pwait,
        utimensat, signalfd, timerfd_create, eventfd, fallocate, timerfd_settime, timerfd_gettime, signalfd4,
        eventfd2, epoll_create1, dup3, pipe2, inotify_init1, preadv, pwritev, rt_tgsigqueueinfo, perf_event_open,
        recvmmsg, fanotify_init, fanotify_mark, prlimit64, name_to_handle_at, open_by_handle_at, clock_adjtime,
        syncfs, sendmmsg, setns, process_vm_readv, process_vm_writev, kcmp,
        // 350
        finit_module, sched_setattr, sched_getattr, renameat2, seccomp, getrandom, memfd_create, bpf, execveat,
        socket, socketpair, bind, connect, listen, accept4, getsockopt, setsockopt, getsockname, getpeername, sendto,
        sendmsg, recvfrom, recvmsg, shutdown, userfaultfd, membarrier, mlock2, copy_file_range, preadv2, pwritev2,
        pkey_mprotect, pkey_alloc, pkey_free, statx, arch_prctl, io_pgetevents, rseq,
        None, None, None, None, None, None, // 393
        semget, semctl, shmget, shmctl, shmat, shmdt, msgget, msgsnd, msgrcv, msgctl,
    ];
}
