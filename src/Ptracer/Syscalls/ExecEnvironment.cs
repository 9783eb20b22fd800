using Ptracer.Features;
using Ptracer.Linux;
using Ptracer.Loader;

namespace Ptracer.Syscalls;

/// <summary>What a new program inherits from the process that executes it.</summary>
internal static class ExecEnvironment
{
    /// <summary>AT_UID and its like, under a faked identity.</summary>
    public static int FillIdentity(SyscallContext context, int tid, Span<AuxiliaryEntry> entries)
    {
        if (context.Identity is not { } identity)
        {
            return 0;
        }

        int index = context.Processes.IndexOf(tid);
        Credentials ids = index < 0 ? identity.First : identity[index];
        entries[0] = new AuxiliaryEntry(AuxiliaryType.UserId, ids.RealUser);
        entries[1] = new AuxiliaryEntry(AuxiliaryType.EffectiveUserId, ids.EffectiveUser);
        entries[2] = new AuxiliaryEntry(AuxiliaryType.GroupId, ids.RealGroup);
        entries[3] = new AuxiliaryEntry(AuxiliaryType.EffectiveGroupId, ids.EffectiveGroup);
        return 4;
    }

    /// <summary>ADDR_NO_RANDOMIZE of personality(2), as setarch -R and debuggers set it.</summary>
    public static bool HasFixedAddresses(int tid)
    {
        const ulong AddrNoRandomize = 0x0040000;
        Span<byte> text = stackalloc byte[24];
        int length = ProcFile.Read(tid, "/personality\0"u8, text);
        return length > 0 && System.Buffers.Text.Utf8Parser.TryParse(text[..length], out ulong value, out _, 'x') &&
            (value & AddrNoRandomize) != 0;
    }
}
