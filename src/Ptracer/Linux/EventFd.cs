namespace Ptracer.Linux;

/// <summary>sys/eventfd.h: a counter that a poll can wait for.</summary>
[CHeader("sys/eventfd.h")]
internal static class EventFd
{
    public const int EFD_CLOEXEC = 0x80000;
    public const int EFD_NONBLOCK = 0x800;

    public static long eventfd(uint initial, int flags) => Raw.Call(Sysno.eventfd2, initial, flags);
}
