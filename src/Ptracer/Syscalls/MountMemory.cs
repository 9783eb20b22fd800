using Ptracer.Guest;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>Remembers by which of two mounts a file was opened, once the call has succeeded.</summary>
internal static class MountMemory
{
    private static readonly ExitHalf s_remember = Remember;

    /// <summary>The verdict for a call that opens the first resolution's place.</summary>
    public static Verdict Note(SyscallContext context, IGuest guest)
    {
        Mount? hint = context.Paths.HintFor(context.First);
        if (hint is null && context.Paths.Hints.IsEmpty)
        {
            return Verdict.Run;
        }

        guest.ExitState[0] = (ulong)(long)context.Paths.Table.IndexOf(hint);
        return Verdict.RunThenExit(s_remember);
    }

    private static long Remember(SyscallContext context, IGuest guest, long result)
    {
        if (result >= 0)
        {
            int index = (int)(long)guest.ExitState[0];
            if (index >= 0)
            {
                context.TurnFastPathOff(guest); // descriptors that get this one's number must forget it
            }

            context.Paths.Hints.Set(guest.Tgid, (int)result, index < 0 ? null : context.Paths.Table[index]);
        }

        return result;
    }
}
