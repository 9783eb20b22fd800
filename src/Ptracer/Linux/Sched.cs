namespace Ptracer.Linux;

/// <summary>sched.h: processor affinity and the flags of clone(2).</summary>
[CHeader("sched.h")]
internal static unsafe class Sched
{
    public const int CLONE_VM = 0x100;
    public const int CLONE_FS = 0x200;
    public const int CLONE_FILES = 0x400;
    public const int CLONE_VFORK = 0x4000;
    public const int CLONE_THREAD = 0x10000;
    public const int CLONE_NEWNS = 0x20000;
    public const int CLONE_UNTRACED = 0x800000;
    public const int CLONE_NEWUSER = 0x10000000;

    /// <summary>Returns the number of bytes that the kernel wrote, or -errno.</summary>
    public static long sched_getaffinity(int tid, int sizeBytes, byte* mask) =>
        Raw.Call(Sysno.sched_getaffinity, tid, sizeBytes, (long)mask);

    public static long sched_setaffinity(int tid, int sizeBytes, byte* mask) =>
        Raw.Call(Sysno.sched_setaffinity, tid, sizeBytes, (long)mask);

    public static int getcpu()
    {
        int cpu = 0;
        return Raw.Call(Sysno.getcpu, (long)&cpu) == 0 ? cpu : 0;
    }
}
