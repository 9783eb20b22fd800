using System.Buffers.Text;

namespace Ptracer.Linux;

/// <summary>Sides of a pipe that the tracer holds by another descriptor (pipe(7)).</summary>
internal static unsafe class PipeEnd
{
    private const int PathBytes = 40;

    /// <summary>Opens what a descriptor of ours is once more, by /proc/self/fd: a descriptor, or -errno.</summary>
    public static long Open(int descriptor, int flags)
    {
        Span<byte> path = stackalloc byte[PathBytes];
        path.Clear();
        "/proc/self/fd/"u8.CopyTo(path);
        _ = Utf8Formatter.TryFormat(descriptor, path[14..], out _);
        fixed (byte* p = path)
        {
            return Fcntl.openat(Fcntl.AT_FDCWD, p, flags | Fcntl.O_CLOEXEC);
        }
    }

    /// <summary>Whether poll(2) tells of an event now.</summary>
    public static bool HasEvent(int descriptor, short kind)
    {
        PollH.pollfd one = new() { fd = descriptor };
        return PollH.poll(&one, 1, 0) == 1 && (one.revents & kind) != 0;
    }
}
