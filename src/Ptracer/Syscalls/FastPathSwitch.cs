using Ptracer.Guest;

namespace Ptracer.Syscalls;

/// <summary>Calls after which the fast path could not answer a process's as a chroot would.</summary>
internal static class FastPathSwitch
{
    /// <summary>A process, and what it starts, has each of its calls told to the tracer from now on.</summary>
    public static void TurnFastPathOff(this SyscallContext context, IGuest guest)
    {
        if (context.Paths.Fast is { } fast)
        {
            fast.TurnOff(guest.Tgid);
            guest.TurnFastPathOff();
        }
    }
}
