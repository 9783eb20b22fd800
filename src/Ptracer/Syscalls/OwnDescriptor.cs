using System.Buffers.Text;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>What a guest opens that the tracer holds: by way of the tracer's /proc/PID/fd (proc_pid_fd(5)).</summary>
internal static class OwnDescriptor
{
    private const int PathBytes = 40;

    private static readonly int s_tracer = Unistd.getpid();

    /// <summary>Has the thread open what a descriptor of the tracer's is.</summary>
    public static void SetOpen(IGuest guest, int descriptor, int flags)
    {
        Span<byte> path = stackalloc byte[PathBytes];
        path.Clear();
        "/proc/"u8.CopyTo(path);
        int at = 6;
        _ = Utf8Formatter.TryFormat(s_tracer, path[at..], out int digits);
        "/fd/"u8.CopyTo(path[(at += digits)..]);
        _ = Utf8Formatter.TryFormat(descriptor, path[(at + 4)..], out _);
        guest.SetArgument(0, unchecked((ulong)Fcntl.AT_FDCWD));
        guest.SetArgument(1, guest.Stage(path).Address);
        guest.SetArgument(2, (ulong)flags);
        guest.SetArgument(3, 0);
        guest.SetNumber(Sysno.openat);
    }
}
