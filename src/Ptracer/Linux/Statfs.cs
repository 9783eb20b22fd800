using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>sys/statfs.h: how much room a file system has.</summary>
internal static unsafe class Statfs
{
    /// <summary>struct statfs of x86-64, 120 bytes; block counts are in units of <see cref="f_bsize"/>.</summary>
    [CStruct("struct statfs", "sys/statfs.h")]
    [StructLayout(LayoutKind.Sequential, Size = 120)]
    public struct statfs
    {
        public long f_type;
        public long f_bsize;
        public ulong f_blocks;
        public ulong f_bfree;
        public ulong f_bavail;
    }

    public static long fstatfs(int fd, statfs* status) => Raw.Call(Sysno.fstatfs, fd, (long)status);
}
