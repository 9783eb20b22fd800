using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>sys/sysinfo.h: the system as a whole.</summary>
internal static unsafe class SysInfo
{
    /// <summary>struct sysinfo, what is read of it.</summary>
    [CStruct("struct sysinfo", "sys/sysinfo.h")]
    [StructLayout(LayoutKind.Explicit, Size = 112)]
    public struct sysinfo
    {
        /// <summary>The mean number of running tasks in the last minute, in 65536ths.</summary>
        [FieldOffset(8)]
        [CName("loads[0]")]
        public ulong load1;

        /// <summary>In the last five minutes.</summary>
        [FieldOffset(16)]
        [CName("loads[1]")]
        public ulong load5;

        /// <summary>In the last fifteen minutes.</summary>
        [FieldOffset(24)]
        [CName("loads[2]")]
        public ulong load15;

        /// <summary>Free memory, in units of <see cref="mem_unit"/>.</summary>
        [FieldOffset(40)]
        public ulong freeram;

        /// <summary>Tasks.</summary>
        [FieldOffset(80)]
        public ushort procs;

        /// <summary>Bytes.</summary>
        [FieldOffset(104)]
        public uint mem_unit;
    }

    /// <summary>sysinfo(2): 0, or -errno.</summary>
    public static long Get(sysinfo* info) => Raw.Call(Sysno.sysinfo, (long)info);
}
