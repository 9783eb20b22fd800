using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>poll.h: waiting for descriptors.</summary>
[CHeader("poll.h")]
internal static unsafe class PollH
{
    public const short POLLIN = 1;

    /// <summary>struct pollfd, 8 bytes.</summary>
    [CStruct("struct pollfd", "poll.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct pollfd
    {
        public int fd;
        public short events;
        public short revents;
    }

    /// <summary>poll(2).</summary>
    /// <param name="descriptors">What to wait for.</param>
    /// <param name="count">How many.</param>
    /// <param name="timeoutMs">At most so long; -1: without end.</param>
    public static long poll(pollfd* descriptors, int count, int timeoutMs) =>
        Raw.Blocking(Sysno.poll, (long)descriptors, count, timeoutMs);
}
