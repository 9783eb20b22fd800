using System.Buffers.Binary;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// Entries of a directory in a guest's memory: what the kernel calls a link is told with the type and inode of the file it stands
/// for, and the store of a mount is left out.
/// </summary>
internal static class StandInListing
{
    private const byte DT_FIFO = 1;
    private const byte DT_REG = 8;
    private const byte DT_LNK = 10;
    private const byte DT_SOCK = 12;

    /// <summary>Goes through what getdents64(2) or getdents(2) has written: the bytes that the guest is to see.</summary>
    public static long Mend(SyscallContext context, IGuest guest, long size)
    {
        EntryLayout layout = EntryLayout.Of(guest.Call);
        ulong buffer = guest.Call.Pointer(1).Address;
        bool isTop = IsTop(context, guest);
        int previous = -1;
        for (int at = 0; at < size;)
        {
            Span<byte> entry = context.Bytes.AsSpan(0, (int)Math.Min(size - at, 1024)); // the longest has 280 bytes
            if (!guest.TryRead(new GuestPtr(buffer + (ulong)at), entry))
            {
                return size;
            }

            int length = layout.LengthOf(entry);
            entry = entry[..length];
            ReadOnlySpan<byte> name = layout.NameOf(entry);
            if (isTop && name.SequenceEqual(StandIn.TopName) && length < size)
            {
                size = Drop(context, guest, buffer, previous, at, length, size);
                at += previous < 0 ? 0 : length;
                isTop = false;
                continue;
            }

            MendType(context, guest, layout, entry, new GuestPtr(buffer + (ulong)at));
            previous = at;
            at += length;
        }

        return size;
    }

    /// <summary>Whether the directory is the root of a mount, where the store lies.</summary>
    private static bool IsTop(SyscallContext context, IGuest guest)
    {
        context.Paths.TryGetDirectory(SyscallContext.ProcessOf(guest), guest.Call.Int(0), out ReadOnlySpan<byte> host, out _);
        BindingTable table = context.Paths.Table;
        for (int i = 0; i < table.Count; i++)
        {
            if (host.SequenceEqual(table[i].HostPath.IsEmpty ? "/"u8 : table[i].HostPath))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes an entry out: the one before it grows over it, or the rest moves to its place.</summary>
    private static long Drop(SyscallContext context, IGuest guest, ulong buffer, int previous, int at, int length, long size)
    {
        if (previous >= 0)
        {
            Span<byte> grown = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(grown, (ushort)(at - previous + length));
            guest.TryWrite(new GuestPtr(buffer + (ulong)(previous + EntryLayout.Of(guest.Call).LengthOffset)), grown);
            return size;
        }

        for (long from = at + length; from < size;)
        {
            Span<byte> part = context.Bytes.AsSpan(0, (int)Math.Min(size - from, context.Bytes.Length));
            guest.TryRead(new GuestPtr(buffer + (ulong)from), part);
            guest.TryWrite(new GuestPtr(buffer + (ulong)(from - length)), part);
            from += part.Length;
        }

        return size - length;
    }

    private static unsafe void MendType(SyscallContext context, IGuest guest, EntryLayout layout, Span<byte> entry, GuestPtr address)
    {
        int typeOffset = layout.TypeOffset(entry.Length);
        if (entry[typeOffset] != DT_LNK)
        {
            return;
        }

        PathBuffer path = context.First.Host;
        ProcPath.FormatDescriptor(guest.Tid, guest.Call.Int(0), path);
        path.AppendComponent(layout.NameOf(entry));
        Span<byte> text = stackalloc byte[StandIn.TextBytes + 1];
        int length = HostFiles.ReadStandIn(path.WithNul, text);
        context.Paths.TryGetDirectory(SyscallContext.ProcessOf(guest), guest.Call.Int(0), out _, out ReadOnlySpan<byte> directory);
        if (length <= 0 || !context.Paths.Table.PlaceStored(text[..length], context.Paths.Table.Find(directory), path))
        {
            return;
        }

        entry[typeOffset] = StandIn.TypeOf(text[..length]) switch
        {
            StandIn.Socket => DT_SOCK,
            StandIn.Fifo => DT_FIFO,
            _ => DT_REG,
        };
        Stat.stat status;
        fixed (byte* p = path.WithNul)
        {
            if (Stat.newfstatat(Fcntl.AT_FDCWD, p, &status, Fcntl.AT_SYMLINK_NOFOLLOW) == 0)
            {
                layout.SetInode(entry, status.st_ino);
            }
        }

        guest.TryWrite(address, entry);
    }
}
