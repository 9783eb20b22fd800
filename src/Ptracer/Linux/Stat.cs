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

    public const int StatxSizeBytes = 256;

    private const int AT_STATX_SYNC_TYPE = 0x6000;
    private const uint STATX_BASIC_STATS = 0x7ff;
    private const uint STATX__RESERVED = 0x80000000;

    private static bool s_hasStatx = true;

    /// <summary>struct statx, as far as newfstatat can fill it.</summary>
    [CStruct("struct statx", "linux/stat.h")]
    [StructLayout(LayoutKind.Explicit, Size = StatxSizeBytes)]
    public struct statx_basic
    {
        [FieldOffset(0)]
        public uint stx_mask;

        [FieldOffset(4)]
        public uint stx_blksize;

        [FieldOffset(16)]
        public uint stx_nlink;

        [FieldOffset(20)]
        public uint stx_uid;

        [FieldOffset(24)]
        public uint stx_gid;

        [FieldOffset(28)]
        public ushort stx_mode;

        [FieldOffset(32)]
        public ulong stx_ino;

        [FieldOffset(40)]
        public ulong stx_size;

        [FieldOffset(48)]
        public ulong stx_blocks;

        [FieldOffset(64)]
        [CName("stx_atime.tv_sec")]
        public long stx_atime;

        [FieldOffset(72)]
        [CName("stx_atime.tv_nsec")]
        public uint stx_atime_nsec;

        [FieldOffset(96)]
        [CName("stx_ctime.tv_sec")]
        public long stx_ctime;

        [FieldOffset(104)]
        [CName("stx_ctime.tv_nsec")]
        public uint stx_ctime_nsec;

        [FieldOffset(112)]
        [CName("stx_mtime.tv_sec")]
        public long stx_mtime;

        [FieldOffset(120)]
        [CName("stx_mtime.tv_nsec")]
        public uint stx_mtime_nsec;

        [FieldOffset(128)]
        public uint stx_rdev_major;

        [FieldOffset(132)]
        public uint stx_rdev_minor;

        [FieldOffset(136)]
        public uint stx_dev_major;

        [FieldOffset(140)]
        public uint stx_dev_minor;
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
        Raw.Lookup(Sysno.newfstatat, dirfd, (long)path, (long)status, flags);

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

    /// <summary>statx(2) into a raw <c>struct statx</c> of 256 bytes; where it is not there, by newfstatat.</summary>
    public static long statx(int dirfd, byte* path, int flags, uint mask, byte* status)
    {
        long result = s_hasStatx ? Raw.Lookup(Sysno.statx, dirfd, (long)path, flags, mask, (long)status) : -(long)Errno.ENOSYS;
        if (result != -(long)Errno.ENOSYS)
        {
            return result;
        }

        s_hasStatx = false;
        if ((flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE || (mask & STATX__RESERVED) != 0)
        {
            return -(long)Errno.EINVAL;
        }

        stat basic;
        result = newfstatat(dirfd, path, &basic, flags & ~AT_STATX_SYNC_TYPE);
        if (result == 0)
        {
            ToStatx(basic, new Span<byte>(status, StatxSizeBytes));
        }

        return result;
    }

    /// <summary>The basic statistics (STATX_BASIC_STATS) of a <c>struct statx</c>; all the rest is zero.</summary>
    public static void ToStatx(in stat basic, Span<byte> status)
    {
        statx_basic all = new()
        {
            stx_mask = STATX_BASIC_STATS,
            stx_blksize = (uint)basic.st_blksize,
            stx_nlink = (uint)basic.st_nlink,
            stx_uid = basic.st_uid,
            stx_gid = basic.st_gid,
            stx_mode = (ushort)basic.st_mode,
            stx_ino = basic.st_ino,
            stx_size = (ulong)basic.st_size,
            stx_blocks = (ulong)basic.st_blocks,
            stx_atime = basic.st_atime,
            stx_atime_nsec = (uint)basic.st_atime_nsec,
            stx_ctime = basic.st_ctime,
            stx_ctime_nsec = (uint)basic.st_ctime_nsec,
            stx_mtime = basic.st_mtime,
            stx_mtime_nsec = (uint)basic.st_mtime_nsec,
            stx_rdev_major = Major(basic.st_rdev),
            stx_rdev_minor = Minor(basic.st_rdev),
            stx_dev_major = Major(basic.st_dev),
            stx_dev_minor = Minor(basic.st_dev),
        };
        MemoryMarshal.Write(status, all);
    }

    /// <summary>The device of two numbers, as st_dev has it (makedev(3)).</summary>
    public static ulong makedev(uint major, uint minor) =>
        ((major & 0xfffff000UL) << 32) | ((major & 0xfffUL) << 8) | ((minor & 0xffffff00UL) << 12) | (minor & 0xff);

    // gnu_dev_major, gnu_dev_minor: sys/sysmacros.h.
    private static uint Major(ulong device) => (uint)(((device >> 8) & 0xfff) | ((device >> 32) & ~0xfffUL));

    private static uint Minor(ulong device) => (uint)((device & 0xff) | ((device >> 12) & ~0xffUL));
}
