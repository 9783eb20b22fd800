namespace Ptracer.Linux;

/// <summary>sys/mman.h: anonymous files, mappings.</summary>
[CHeader("sys/mman.h")]
internal static unsafe class Mman
{
    public const uint MFD_CLOEXEC = 1;
    public const int PROT_READ = 1;
    public const int PROT_WRITE = 2;
    public const int PROT_EXEC = 4;
    public const int MAP_SHARED = 1;
    public const int MAP_FIXED = 0x10;
    public const int MAP_32BIT = 0x40;
    public const int MAP_FIXED_NOREPLACE = 0x100000;

    public static long memfd_create(byte* name, uint flags) => Raw.Call(Sysno.memfd_create, (long)name, flags);
}
