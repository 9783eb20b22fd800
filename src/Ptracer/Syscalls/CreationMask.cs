using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>umask(2) of a tracee, for files that the tracer makes in its place.</summary>
internal static class CreationMask
{
    private const int StatusBytes = 2048;
    private const uint Usual = 0x12; // 022

    /// <summary>The process's (proc_pid_status(5)); 022 where the kernel does not tell it (before 4.7).</summary>
    public static uint Of(IGuest guest)
    {
        Span<byte> text = stackalloc byte[StatusBytes];
        int length = ProcFile.Read(guest.Tid, "/status\0"u8, text);
        return length > 0 && ProcFile.TryGetField(text[..length], "Umask:"u8, 8, out long mask) ? (uint)mask : Usual;
    }
}
