namespace Ptracer.Linux;

/// <summary>sys/mman.h: anonymous files.</summary>
[CHeader("sys/mman.h")]
internal static unsafe class Mman
{
    public const uint MFD_CLOEXEC = 1;

    public static long memfd_create(byte* name, uint flags) => Raw.Call(Sysno.memfd_create, (long)name, flags);
}
