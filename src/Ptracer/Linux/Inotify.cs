using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>sys/inotify.h: to be told what changes in directories.</summary>
[CHeader("sys/inotify.h")]
internal static unsafe class Inotify
{
    public const int IN_CLOEXEC = 0x80000;
    public const int IN_NONBLOCK = 0x800;
    public const uint IN_MODIFY = 0x2;
    public const uint IN_MOVED_TO = 0x80;
    public const uint IN_CREATE = 0x100;
    public const uint IN_Q_OVERFLOW = 0x4000;
    public const uint IN_ONLYDIR = 0x1000000;

    /// <summary>struct inotify_event, 16 bytes, without the name that follows it.</summary>
    [CStruct("struct inotify_event", "sys/inotify.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct inotify_event
    {
        public int wd;
        public uint mask;
        public uint cookie;
        public uint len;
    }

    public static long inotify_init1(int flags) => Raw.Call(Sysno.inotify_init1, flags);

    public static long inotify_add_watch(int fd, byte* path, uint mask) =>
        Raw.Call(Sysno.inotify_add_watch, fd, (long)path, mask);
}
