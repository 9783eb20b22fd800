using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>fcntl.h: opening files, and the flags of the *at calls.</summary>
[CHeader("fcntl.h", "linux/openat2.h")]
internal static unsafe class Fcntl
{
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_ACCMODE = 3;
    public const int O_CREAT = 0x40;
    public const int O_EXCL = 0x80;
    public const int O_TRUNC = 0x200;
    public const int O_APPEND = 0x400;
    public const int O_NOCTTY = 0x100;
    public const int O_NONBLOCK = 0x800;
    public const int F_GETFD = 1;
    public const int F_SETFD = 2;
    public const int F_SETFL = 4;
    public const int O_DIRECT = 0x4000;

    /// <summary>The room of a pipe, in bytes; each page of it holds one packet of a pipe with O_DIRECT.</summary>
    public const int F_SETPIPE_SZ = 1031;
    public const int O_DIRECTORY = 0x10000;
    public const int O_NOFOLLOW = 0x20000;
    public const int O_CLOEXEC = 0x80000;
    public const int O_PATH = 0x200000;
    public const int O_TMPFILE = 0x410000;

    public const int AT_FDCWD = -100;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const int AT_EACCESS = 0x200;
    public const int AT_REMOVEDIR = 0x200;
    public const int AT_SYMLINK_FOLLOW = 0x400;
    public const int AT_EMPTY_PATH = 0x1000;

    public const int RESOLVE_NO_XDEV = 1;
    public const int RESOLVE_NO_MAGICLINKS = 2;
    public const int RESOLVE_NO_SYMLINKS = 4;
    public const int RESOLVE_BENEATH = 8;
    public const int RESOLVE_IN_ROOT = 0x10;
    public const int RESOLVE_CACHED = 0x20;

    public const int F_SETLEASE = 1024;
    public const int F_RDLCK = 0;
    public const int F_UNLCK = 2;

    /// <summary>open_how of openat2(2), its first version.</summary>
    [CStruct("struct open_how", "linux/openat2.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct open_how
    {
        public ulong flags;
        public ulong mode;
        public ulong resolve;
    }

    public static long openat(int dirfd, byte* path, int flags, int mode = 0) =>
        Raw.Lookup(Sysno.openat, dirfd, (long)path, flags, mode);

    public static long openat2(int dirfd, byte* path, open_how* how) =>
        Raw.Lookup(Sysno.openat2, dirfd, (long)path, (long)how, sizeof(open_how));

    public static long fcntl(int fd, int command, long argument) => Raw.Call(Sysno.fcntl, fd, command, argument);
}
