using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// A program that runs cannot be opened for writing: ETXTBSY (open(2), truncate(2)). The kernel knows only that the stub
/// runs.
/// </summary>
internal static unsafe class RunningPrograms
{
    /// <summary>ETXTBSY if the path names the program of some tracee.</summary>
    public static Errno CheckWrite(
        SyscallContext context, IGuest guest, in PathArgument argument, ReadOnlySpan<byte> path, Resolution place)
    {
        if (place.IsUnchanged)
        {
            ProcPath.FormatDescriptor(guest.Tid, SyscallContext.DirectoryOf(guest, argument), place.Host);
            place.Host.AppendComponent(path);
        }

        Stat.stat status;
        fixed (byte* p = place.Host.WithNul)
        {
            return Stat.newfstatat(Fcntl.AT_FDCWD, p, &status, 0) == 0 && context.Processes.IsRunning(status.st_dev, status.st_ino)
                ? Errno.ETXTBSY
                : Errno.None;
        }
    }

    /// <summary>truncate(2).</summary>
    public static Verdict Truncate(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Errno error = context.Translate(guest, row.Paths[0], context.First);
        ReadOnlySpan<byte> path = context.ReadPath(guest, guest.Call.Pointer(0));
        if (error == Errno.None && !path.IsEmpty)
        {
            error = CheckWrite(context, guest, row.Paths[0], path, context.First);
        }

        return error == Errno.None ? Verdict.Run : Verdict.Fail(error);
    }
}
