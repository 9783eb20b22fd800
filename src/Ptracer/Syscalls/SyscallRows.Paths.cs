using Ptracer.Linux;
using static Ptracer.Linux.Fcntl;
using static Ptracer.Paths.LookupKind;
using static Ptracer.Syscalls.PathUse;

namespace Ptracer.Syscalls;

/// <summary>
/// Every call of x86-64 that carries a path, as of Linux 6.18: what differs between them is where the path lies, and how
/// it is looked up. The numbers are indexes of arguments; see each call's manual page, or the kernel's SYSCALL_DEFINE.
/// </summary>
internal static partial class SyscallRows
{
    private const uint IN_DONT_FOLLOW = 0x02000000;
    private const uint FAN_MARK_DONT_FOLLOW = 4;
    private const uint UMOUNT_NOFOLLOW = 8;
    private const uint FSPICK_SYMLINK_NOFOLLOW = 2;
    private const uint MOVE_MOUNT_F_SYMLINKS = 1;
    private const uint MOVE_MOUNT_T_SYMLINKS = 0x10;

    public static IEnumerable<SyscallRow> Paths =>
    [
        Fast(Sysno.open, "open", OpenCalls.Open, new PathArgument(0, Flags: 1)),
        new(Sysno.creat, "creat", OpenCalls.Open, new PathArgument(0)),
        Fast(Sysno.openat, "openat", OpenCalls.Open, new PathArgument(1, 0, Flags: 2)),
        new(Sysno.openat2, "openat2", OpenCalls.Openat2, new PathArgument(1, 0)),

        Fast(Sysno.stat, "stat", StatCalls.Status, new PathArgument(0)),
        Fast(Sysno.lstat, "lstat", StatCalls.Status, new PathArgument(0, Kind: NoFollow)),
        Fast(Sysno.newfstatat, "newfstatat", StatCalls.Status, At(1, 3)),
        Fast(Sysno.statx, "statx", StatCalls.Statx, At(1, 2)),
        Fast(Sysno.access, "access", StatCalls.Access, new PathArgument(0)),
        Fast(Sysno.faccessat, "faccessat", StatCalls.Access, new PathArgument(1, 0)),
        Fast(Sysno.faccessat2, "faccessat2", StatCalls.Access, At(1, 3)),

        Fast(Sysno.readlink, "readlink", LinkCalls.ReadLink, new PathArgument(0, Kind: NoFollow)),
        Fast(Sysno.readlinkat, "readlinkat", LinkCalls.ReadLink, new PathArgument(1, 0, NoFollow)),
        new(Sysno.getcwd, "getcwd", LinkCalls.Getcwd),

        new(Sysno.execve, "execve", ExecCalls.Execve, new PathArgument(0)),
        new(Sysno.execveat, "execveat", ExecCalls.Execveat, new PathArgument(1, 0)),

        new(Sysno.chdir, "chdir", DirectoryChange.Chdir, new PathArgument(0)),
        new(Sysno.fchdir, "fchdir", DirectoryChange.Fchdir),
        One(Sysno.chroot, "chroot", new PathArgument(0)),
        One(Sysno.statfs, "statfs", new PathArgument(0)),
        new(Sysno.truncate, "truncate", RunningPrograms.Truncate, new PathArgument(0, Use: WriteContent)),
        One(Sysno.utime, "utime", new PathArgument(0, Use: Write)),
        One(Sysno.utimes, "utimes", new PathArgument(0, Use: Write)),
        One(Sysno.futimesat, "futimesat", new PathArgument(1, 0, Use: Write)),
        One(Sysno.utimensat, "utimensat", At(1, 3, Write)),
        One(Sysno.chmod, "chmod", new PathArgument(0, Use: Write)),
        One(Sysno.fchmodat, "fchmodat", new PathArgument(1, 0, Use: Write)),
        One(Sysno.fchmodat2, "fchmodat2", At(1, 3, Write)),
        One(Sysno.chown, "chown", new PathArgument(0, Use: Write)),
        One(Sysno.lchown, "lchown", new PathArgument(0, Kind: NoFollow, Use: Write)),
        One(Sysno.fchownat, "fchownat", At(1, 4, Write)),

        One(Sysno.mkdir, "mkdir", new PathArgument(0, Kind: Entry, Use: Make)),
        One(Sysno.mkdirat, "mkdirat", new PathArgument(1, 0, Entry, Make)),
        One(Sysno.mknod, "mknod", new PathArgument(0, Kind: Entry, Use: Make)),
        One(Sysno.mknodat, "mknodat", new PathArgument(1, 0, Entry, Make)),
        One(Sysno.symlink, "symlink", new PathArgument(1, Kind: Entry, Use: Make)),
        One(Sysno.symlinkat, "symlinkat", new PathArgument(2, 1, Entry, Make)),
        One(Sysno.rmdir, "rmdir", new PathArgument(0, Kind: Entry, Use: RemoveDirectory)),
        One(Sysno.unlink, "unlink", new PathArgument(0, Kind: Entry, Use: RemoveFile)),
        new(Sysno.unlinkat, "unlinkat", PathCalls.Unlinkat, new PathArgument(1, 0, Entry, RemoveFile)),

        new(Sysno.link, "link", PathCalls.Link, new PathArgument(0, Kind: NoFollow), new PathArgument(1, Kind: Entry, Use: Make)),
        new(Sysno.linkat, "linkat", PathCalls.Link,
            new PathArgument(1, 0, NoFollow, Flags: 4, FollowFlag: AT_SYMLINK_FOLLOW), new PathArgument(3, 2, Entry, Make)),
        new(Sysno.rename, "rename", PathCalls.Rename, new PathArgument(0, Kind: Entry), new PathArgument(1, Kind: Entry)),
        new(Sysno.renameat, "renameat", PathCalls.Rename, new PathArgument(1, 0, Entry), new PathArgument(3, 2, Entry)),
        new(Sysno.renameat2, "renameat2", PathCalls.Rename, new PathArgument(1, 0, Entry), new PathArgument(3, 2, Entry)),

        One(Sysno.setxattr, "setxattr", new PathArgument(0, Use: Write)),
        One(Sysno.lsetxattr, "lsetxattr", new PathArgument(0, Kind: NoFollow, Use: Write)),
        Fast(Sysno.getxattr, "getxattr", AttributeCalls.Get, new PathArgument(0)),
        Fast(Sysno.lgetxattr, "lgetxattr", AttributeCalls.Get, new PathArgument(0, Kind: NoFollow)),
        One(Sysno.listxattr, "listxattr", new PathArgument(0)),
        One(Sysno.llistxattr, "llistxattr", new PathArgument(0, Kind: NoFollow)),
        One(Sysno.removexattr, "removexattr", new PathArgument(0, Use: Write)),
        One(Sysno.lremovexattr, "lremovexattr", new PathArgument(0, Kind: NoFollow, Use: Write)),
        One(Sysno.setxattrat, "setxattrat", At(1, 2, Write)),
        One(Sysno.getxattrat, "getxattrat", At(1, 2)),
        One(Sysno.listxattrat, "listxattrat", At(1, 2)),
        One(Sysno.removexattrat, "removexattrat", At(1, 2, Write)),
        One(Sysno.file_getattr, "file_getattr", At(1, 4)),
        One(Sysno.file_setattr, "file_setattr", At(1, 4, Write)),

        One(Sysno.inotify_add_watch, "inotify_add_watch", new PathArgument(1, Flags: 2, NoFollowFlag: IN_DONT_FOLLOW)),
        One(Sysno.fanotify_mark, "fanotify_mark", new PathArgument(4, 3, Flags: 1, NoFollowFlag: FAN_MARK_DONT_FOLLOW)),
        One(Sysno.name_to_handle_at, "name_to_handle_at",
            new PathArgument(1, 0, NoFollow, Flags: 4, FollowFlag: AT_SYMLINK_FOLLOW)),

        One(Sysno.acct, "acct", new PathArgument(0)),
        One(Sysno.swapon, "swapon", new PathArgument(0)),
        One(Sysno.swapoff, "swapoff", new PathArgument(0)),
        One(Sysno.quotactl, "quotactl", new PathArgument(1)),
        One(Sysno.uselib, "uselib", new PathArgument(0)),
        new(Sysno.mount, "mount", PathCalls.Two, new PathArgument(1), new PathArgument(0)),
        One(Sysno.umount2, "umount2", new PathArgument(0, Flags: 1, NoFollowFlag: UMOUNT_NOFOLLOW)),
        new(Sysno.pivot_root, "pivot_root", PathCalls.Two, new PathArgument(0), new PathArgument(1)),
        One(Sysno.open_tree, "open_tree", At(1, 2)),
        One(Sysno.open_tree_attr, "open_tree_attr", At(1, 2)),
        new(Sysno.move_mount, "move_mount", PathCalls.Two,
            new PathArgument(1, 0, NoFollow, Flags: 4, FollowFlag: MOVE_MOUNT_F_SYMLINKS),
            new PathArgument(3, 2, NoFollow, Flags: 4, FollowFlag: MOVE_MOUNT_T_SYMLINKS)),
        One(Sysno.fspick, "fspick", new PathArgument(1, 0, Flags: 2, NoFollowFlag: FSPICK_SYMLINK_NOFOLLOW)),
        new(Sysno.fsconfig, "fsconfig", PathCalls.Fsconfig, new PathArgument(3, 4)),
        One(Sysno.mount_setattr, "mount_setattr", At(1, 2)),
    ];

    private static SyscallRow One(int number, string name, PathArgument path) => new(number, name, PathCalls.One, path);

    private static SyscallRow Fast(int number, string name, SyscallHandler handler, PathArgument path) =>
        new(number, name, handler, path) { IsFast = true };

    /// <summary>A *at call: directory 0, AT_SYMLINK_NOFOLLOW among its flags.</summary>
    private static PathArgument At(sbyte path, sbyte flags, PathUse use = Read) =>
        new(path, 0, Use: use, Flags: flags, NoFollowFlag: AT_SYMLINK_NOFOLLOW);
}
