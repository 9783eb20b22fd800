namespace Ptracer.Linux;

/// <summary>
/// System call numbers of i386 (arch/x86/entry/syscalls/syscall_32.tbl): those that are named here because x86-64 has no
/// call of the name, or another one.
/// </summary>
[CHeader("asm/unistd_32.h", Prefix = "__NR_")]
internal static class SysnoI386
{
    public const int waitpid = 7;
    public const int execve = 11;
    public const int lchown = 16;
    public const int oldstat = 18;
    public const int umount = 22;
    public const int setuid = 23;
    public const int getuid = 24;
    public const int oldfstat = 28;
    public const int nice = 34;
    public const int setgid = 46;
    public const int getgid = 47;
    public const int signal = 48;
    public const int geteuid = 49;
    public const int getegid = 50;
    public const int umount2 = 52;
    public const int oldolduname = 59;
    public const int sigaction = 67;
    public const int sgetmask = 68;
    public const int ssetmask = 69;
    public const int setreuid = 70;
    public const int setregid = 71;
    public const int sigsuspend = 72;
    public const int sigpending = 73;
    public const int getrlimit = 76;
    public const int getgroups = 80;
    public const int setgroups = 81;
    public const int select = 82;
    public const int oldlstat = 84;
    public const int ftruncate = 93;
    public const int fchown = 95;
    public const int statfs = 99;
    public const int fstatfs = 100;
    public const int socketcall = 102;
    public const int stat = 106;
    public const int lstat = 107;
    public const int fstat = 108;
    public const int olduname = 109;
    public const int ipc = 117;
    public const int clone = 120;
    public const int sigprocmask = 126;
    public const int setfsuid = 138;
    public const int setfsgid = 139;
    public const int _newselect = 142;
    public const int setresuid = 164;
    public const int getresuid = 165;
    public const int setresgid = 170;
    public const int getresgid = 171;
    public const int rt_sigaction = 174;
    public const int chown = 182;
    public const int vfork = 190;
    public const int truncate64 = 193;
    public const int stat64 = 195;
    public const int lstat64 = 196;
    public const int fstat64 = 197;
    public const int rt_sigqueueinfo = 178;
    public const int lchown32 = 198;
    public const int getuid32 = 199;
    public const int getgid32 = 200;
    public const int geteuid32 = 201;
    public const int getegid32 = 202;
    public const int setreuid32 = 203;
    public const int setregid32 = 204;
    public const int getgroups32 = 205;
    public const int setgroups32 = 206;
    public const int fchown32 = 207;
    public const int setresuid32 = 208;
    public const int getresuid32 = 209;
    public const int setresgid32 = 210;
    public const int getresgid32 = 211;
    public const int chown32 = 212;
    public const int setuid32 = 213;
    public const int setgid32 = 214;
    public const int setfsuid32 = 215;
    public const int setfsgid32 = 216;
    public const int fadvise64 = 250;
    public const int statfs64 = 268;
    public const int fstatfs64 = 269;
    public const int ioprio_set = 289;
    public const int ioprio_get = 290;
    public const int fstatat64 = 300;
    public const int recvmmsg = 337;
    public const int fanotify_mark = 339;
    public const int sendmmsg = 345;
    public const int socket = 359;
    public const int socketpair = 360;
    public const int bind = 361;
    public const int connect = 362;
    public const int listen = 363;
    public const int accept4 = 364;
    public const int getsockopt = 365;
    public const int setsockopt = 366;
    public const int getsockname = 367;
    public const int getpeername = 368;
    public const int sendto = 369;
    public const int sendmsg = 370;
    public const int recvfrom = 371;
    public const int recvmsg = 372;
    public const int shutdown = 373;
    public const int utimensat_time64 = 412;
    public const int recvmmsg_time64 = 417;
    public const int mq_timedsend_time64 = 418;
    public const int mq_timedreceive_time64 = 419;
    public const int semtimedop_time64 = 420;
    public const int clone3 = 435;

    /// <summary>The first number that this table does not know: the same as x86-64's, since 5.1 they are given out together.</summary>
    public const int Unknown = Sysno.Unknown;
}
