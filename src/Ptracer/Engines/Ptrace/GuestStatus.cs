using System.Buffers.Text;
using Ptracer.Linux;

namespace Ptracer.Engines.Ptrace;

/// <summary>What /proc/TID/status tells of a thread (proc_pid_status(5)).</summary>
internal static unsafe class GuestStatus
{
    public static int ThreadGroup(int tid) => Field(tid, "Tgid:"u8);

    public static int Parent(int tid) => Field(tid, "PPid:"u8);

    private static int Field(int tid, ReadOnlySpan<byte> name)
    {
        byte* path = stackalloc byte[40];
        Span<byte> text = new(path, 40);
        "/proc/"u8.CopyTo(text);
        _ = Utf8Formatter.TryFormat(tid, text[6..], out int digits);
        "/status\0"u8.CopyTo(text[(6 + digits)..]);
        long descriptor = Fcntl.openat(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        if (descriptor < 0)
        {
            return 0;
        }

        byte* content = stackalloc byte[1024];
        long count = Unistd.pread((int)descriptor, content, 1024, 0);
        Unistd.close((int)descriptor);
        ReadOnlySpan<byte> all = new(content, (int)Math.Max(0, count));
        int at = all.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(all[(at + name.Length)..].TrimStart(" \t"u8), out int value, out _) ? value : 0;
    }
}
