using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>sys/stat.h: file status and modes.</summary>
[CHeader("sys/stat.h")]
internal static unsafe class Stat
{
    public const uint S_IFMT = 0xF000;
    public const uint S_IFSOCK = 0xC000;
    public const uint S_IFLNK = 0xA000;
    public const uint S_IFREG = 0x8000;
    public const uint S_IFBLK = 0x6000;
    public const uint S_IFDIR = 0x4000;
    public const uint S_IFCHR = 0x2000;
    public const uint S_IFIFO = 0x1000;
    public const uint S_ISUID = 0x800;
    public const uint S_ISGID = 0x400;
    public const uint S_ISVTX = 0x200;

    /// <summary>For <see cref="timespec.tv_nsec"/>: leave this time as it is.</summary>
    public const long UTIME_OMIT = 0x3ffffffe;

    /// <summary>struct timespec, 16 bytes.</summary>
    [CStruct("struct timespec", "time.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct timespec
    {
        public long tv_sec;
        public long tv_nsec;
    }

    /// <summary>struct stat of x86-64, 144 bytes.</summary>
    [CStruct("struct stat", "sys/stat.h")]
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    public struct stat
    {
        public ulong st_dev;
        public ulong st_ino;
        public ulong st_nlink;
        public uint st_mode;
        public uint st_uid;
        public uint st_gid;
        private readonly uint _padding;
        public ulong st_rdev;
        public long st_size;
        public long st_blksize;
        public long st_blocks;

        [CName("st_atim.tv_sec")]
        public long st_atime;

        [CName("st_atim.tv_nsec")]
        public long st_atime_nsec;

        [CName("st_mtim.tv_sec")]
        public long st_mtime;

        [CName("st_mtim.tv_nsec")]
        public long st_mtime_nsec;

        [CName("st_ctim.tv_sec")]
        public long st_ctime;

        [CName("st_ctim.tv_nsec")]
        public long st_ctime_nsec;
    }

    public static long newfstatat(int dirfd, byte* path, stat* status, int flags) =>
        Raw.Call(Sysno.newfstatat, dirfd, (long)path, (long)status, flags);

    public static long fstat(int fd, stat* status) => Raw.Call(Sysno.fstat, fd, (long)status);

    public static long fchmod(int fd, uint mode) => Raw.Call(Sysno.fchmod, fd, mode);

    /// <summary>fchmodat(2), the kernel's: no flags, a link at the end is followed.</summary>
    public static long fchmodat(int dirfd, byte* path, uint mode) => Raw.Call(Sysno.fchmodat, dirfd, (long)path, mode);

    public static long mknodat(int dirfd, byte* path, uint mode, ulong device) =>
        Raw.Call(Sysno.mknodat, dirfd, (long)path, mode, (long)device);

    /// <summary>utimensat(2); with a path of null, of what the descriptor stands for.</summary>
    /// <param name="dirfd">A directory, or a file.</param>
    /// <param name="path">With its NUL, or null.</param>
    /// <param name="times">Two: of access, and of modification.</param>
    /// <param name="flags">AT_SYMLINK_NOFOLLOW, or 0.</param>
    public static long utimensat(int dirfd, byte* path, timespec* times, int flags) =>
        Raw.Call(Sysno.utimensat, dirfd, (long)path, (long)times, flags);

    public static long mkdirat(int dirfd, byte* path, uint mode) => Raw.Call(Sysno.mkdirat, dirfd, (long)path, mode);

    /// <summary>statx(2) into a raw <c>struct statx</c> of 256 bytes.</summary>
    public static long statx(int dirfd, byte* path, int flags, uint mask, byte* status) =>
        Raw.Call(Sysno.statx, dirfd, (long)path, flags, mask, (long)status);
}
