using System.Buffers.Text;
using Ptracer.Features;
using Ptracer.Features.Ipc;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>Who makes a call on an IPC object: the identity that the guest is shown, or its own.</summary>
internal static class IpcCallers
{
    private const int StatusBytes = 2048;
    private const int EffectiveColumn = 1; // real, effective, saved, file system

    public static IpcCaller Of(SyscallContext context, IGuest guest)
    {
        if (context.Identity is { } identity)
        {
            ref Credentials shown = ref identity[guest.Index];
            return new IpcCaller(guest.Tgid, shown.EffectiveUser, shown.EffectiveGroup, shown.Groups ?? []);
        }

        IpcCaller tracer = context.Place.Ipc!.Tracer;
        return context.MayAnswer ? tracer with { Process = guest.Tgid } : OfStatus(guest, tracer.Groups);
    }

    /// <summary>A guest of root may have given its privileges up (proc_pid_status(5)).</summary>
    private static IpcCaller OfStatus(IGuest guest, uint[] groups)
    {
        Span<byte> text = stackalloc byte[StatusBytes];
        ReadOnlySpan<byte> status = text[..Math.Max(0, ProcFile.Read(guest.Tid, "/status\0"u8, text))];
        return new IpcCaller(guest.Tgid, Effective(status, "\nUid:"u8), Effective(status, "\nGid:"u8), groups);
    }

    private static uint Effective(ReadOnlySpan<byte> status, ReadOnlySpan<byte> label)
    {
        int at = status.IndexOf(label);
        ReadOnlySpan<byte> rest = at < 0 ? default : status[(at + label.Length)..];
        uint id = uint.MaxValue; // nobody
        for (int i = 0; i <= EffectiveColumn; i++)
        {
            rest = rest.TrimStart((byte)'\t');
            if (!Utf8Parser.TryParse(rest, out id, out int digits))
            {
                return uint.MaxValue;
            }

            rest = rest[digits..];
        }

        return id;
    }
}
