using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// chdir(2), fchdir(2): what the session knows of the working directory is forgotten, before the call for its own thread
/// and after it for what others asked meanwhile; and by which of two mounts it was entered is remembered.
/// </summary>
internal static class DirectoryChange
{
    private static readonly ExitHalf s_changed = Changed;

    public static Verdict Chdir(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Errno error = context.Translate(guest, row.Paths[0], context.First);
        return error == Errno.None ? Change(context, guest, context.Paths.HintFor(context.First)) : Verdict.Fail(error);
    }

    public static Verdict Fchdir(SyscallContext context, SyscallRow row, IGuest guest) =>
        Change(context, guest, context.Paths.Hints.Find(guest.Tgid, guest.Call.Int(0)));

    private static Verdict Change(SyscallContext context, IGuest guest, Mount? hint)
    {
        context.Paths.WorkingDirectories.Forget(guest.Tgid);
        guest.ExitState[0] = (ulong)(long)context.Paths.Table.IndexOf(hint);
        return Verdict.RunThenExit(s_changed);
    }

    private static long Changed(SyscallContext context, IGuest guest, long result)
    {
        context.Paths.WorkingDirectories.Forget(guest.Tgid);
        if (result == 0)
        {
            int index = (int)(long)guest.ExitState[0];
            if (index >= 0)
            {
                context.TurnFastPathOff(guest);
            }

            context.Paths.Hints.Set(guest.Tgid, Fcntl.AT_FDCWD, index < 0 ? null : context.Paths.Table[index]);
        }

        return result;
    }
}
