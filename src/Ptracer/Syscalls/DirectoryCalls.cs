using System.Buffers.Text;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// getdents64(2), getdents(2): once a directory's own entries are told, the mount points that it lacks follow. How many
/// have been told is kept per descriptor, and forgotten when the directory is read from its start again. Stand-ins are told
/// as what they stand for (<see cref="StandInListing"/>).
/// </summary>
internal static class DirectoryCalls
{
    private static readonly ExitHalf s_append = Append;

    public static Verdict List(SyscallContext context, SyscallRow row, IGuest guest)
    {
        int descriptor = guest.Call.Int(0);
        if (!context.Paths.TryGetDirectory(SyscallContext.ProcessOf(guest), descriptor, out _, out ReadOnlySpan<byte> path))
        {
            return Verdict.Run;
        }

        if (!HasShown(context, path))
        {
            return context.Place.StandIns is null ? Verdict.Run : Verdict.RunThenExit(s_append);
        }

        if (Position(guest, descriptor) == 0)
        {
            context.Told.Remove((guest.Tgid, descriptor));
        }

        return Verdict.RunThenExit(s_append);
    }

    private static bool HasShown(SyscallContext context, ReadOnlySpan<byte> directory)
    {
        foreach (ShownEntry entry in context.Paths.Table.Shown)
        {
            if (entry.Directory.SequenceEqual(directory))
            {
                return true;
            }
        }

        return false;
    }

    private static long Position(IGuest guest, int descriptor)
    {
        Span<byte> name = stackalloc byte[24];
        "/fdinfo/"u8.CopyTo(name);
        _ = Utf8Formatter.TryFormat(descriptor, name[8..], out int digits);
        name[8 + digits] = 0;
        Span<byte> text = stackalloc byte[128];
        int length = ProcFile.Read(guest.Tid, name, text);
        return length > 0 && ProcFile.TryGetField(text[..length], "pos:"u8, 10, out long position) ? position : -1;
    }

    private static long Append(SyscallContext context, IGuest guest, long result)
    {
        int descriptor = guest.Call.Int(0);
        LookupProcess process = SyscallContext.ProcessOf(guest);
        if (result > 0 && context.Place.StandIns is not null)
        {
            return StandInListing.Mend(context, guest, result);
        }

        if (result != 0 || !context.Paths.TryGetDirectory(process, descriptor, out _, out ReadOnlySpan<byte> directory))
        {
            return result;
        }

        int told = context.Told.GetValueOrDefault((guest.Tgid, descriptor));
        int size = (int)Math.Min(guest.Call[2] & 0xffffffff, (ulong)context.Bytes.Length), length = 0, index = 0;
        List<ShownEntry> shown = context.Paths.Table.Shown;
        foreach (ShownEntry entry in shown)
        {
            if (!entry.Directory.SequenceEqual(directory) || index++ < told)
            {
                continue;
            }

            int written = Write(entry, guest.Call, index, context.Bytes.AsSpan(length, size - length));
            if (written == 0)
            {
                break;
            }

            length += written;
            told++;
        }

        if (length == 0)
        {
            return told < index ? -(long)Errno.EINVAL : 0; // the buffer is too small for the next one
        }

        context.Told[(guest.Tgid, descriptor)] = told;
        return guest.TryWrite(guest.Call.Pointer(1), context.Bytes.AsSpan(0, length)) ? length : -(long)Errno.EFAULT;
    }

    private static int Write(ShownEntry entry, in SyscallCall call, int index, Span<byte> destination)
    {
        const int MostShown = 1000;
        EntryLayout layout = EntryLayout.Of(call);
        int length = layout.SizeBytes(entry.Name.Length);
        if (length > destination.Length)
        {
            return 0;
        }

        destination = destination[..length];
        destination.Clear();
        layout.SetInode(destination, entry.Inode);
        layout.SetOffset(destination, call.Abi, MostShown - index);
        layout.SetLength(destination, length);
        entry.Name.CopyTo(destination[layout.NameOffset..]);
        destination[layout.TypeOffset(length)] = entry.Type;
        return length;
    }
}
