using System.Buffers.Text;
using Ptracer.Linux;

namespace Ptracer.Paths;

/// <summary>
/// A path that any process of the session's user can open for a descriptor that the tracer holds: it stands for what has
/// no path, or one too long for the kernel.
/// </summary>
internal static class SessionLink
{
    private static readonly int s_pid = Unistd.getpid();

    /// <summary>Writes <c>/proc/PID/fd/N</c> and a NUL; returns the length without it.</summary>
    public static int Format(int descriptor, Span<byte> destination)
    {
        "/proc/"u8.CopyTo(destination);
        int length = 6;
        _ = Utf8Formatter.TryFormat(s_pid, destination[length..], out int digits);
        length += digits;
        "/fd/"u8.CopyTo(destination[length..]);
        length += 4;
        _ = Utf8Formatter.TryFormat(descriptor, destination[length..], out digits);
        length += digits;
        destination[length] = 0;
        return length;
    }
}
