using Ptracer.Linux;

namespace Ptracer.Engines.Ptrace;

/// <summary>What /proc/TID/status tells of a thread (proc_pid_status(5)).</summary>
internal static class GuestStatus
{
    private const int TextBytes = 2048;

    public static int ThreadGroup(int tid) => Field(tid, "Tgid:"u8);

    public static int Parent(int tid) => Field(tid, "PPid:"u8);

    /// <summary>The signals that a thread's process handles, a bit each.</summary>
    public static ulong CaughtSignals(int tid)
    {
        Span<byte> text = stackalloc byte[TextBytes];
        text = text[..Math.Max(0, ProcFile.Read(tid, "/status\0"u8, text))];
        return ProcFile.TryGetField(text, "SigCgt:"u8, 16, out long signals) ? (ulong)signals : 0;
    }

    private static int Field(int tid, ReadOnlySpan<byte> name)
    {
        Span<byte> text = stackalloc byte[TextBytes];
        text = text[..Math.Max(0, ProcFile.Read(tid, "/status\0"u8, text))];
        return ProcFile.TryGetField(text, name, 10, out long value) ? (int)value : 0;
    }
}
