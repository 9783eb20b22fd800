using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>poll.h: waiting for a descriptor.</summary>
[CHeader("poll.h")]
internal static unsafe class Poll
{
    public const short POLLIN = 1;
    public const short POLLOUT = 4;

    /// <summary>struct pollfd, 8 bytes.</summary>
    [CStruct("struct pollfd", "poll.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct pollfd
    {
        public int fd;
        public short events;
        public short revents;
    }

    /// <summary>poll(2) of one descriptor: 1 if something happened, 0 after the time, or -errno.</summary>
    public static long poll(int fd, short events, int timeoutMs)
    {
        pollfd one = new() { fd = fd, events = events };
        return Raw.Blocking(Sysno.poll, (long)&one, 1, timeoutMs);
    }
}
