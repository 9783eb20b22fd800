using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>poll.h: waiting for descriptors.</summary>
[CHeader("poll.h")]
internal static unsafe class PollH
{
    public const short POLLIN = 1;
    public const short POLLOUT = 4;
    public const short POLLERR = 8;
    public const short POLLHUP = 16;

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
        return poll(&one, 1, timeoutMs);
    }

    /// <summary>poll(2).</summary>
    /// <param name="descriptors">What to wait for.</param>
    /// <param name="count">How many.</param>
    /// <param name="timeoutMs">At most so long; -1: without end.</param>
    public static long poll(pollfd* descriptors, int count, int timeoutMs) =>
        Raw.Blocking(Sysno.poll, (long)descriptors, count, timeoutMs);
}
