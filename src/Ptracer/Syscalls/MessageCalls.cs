using Ptracer.Features;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>sendmsg(2), sendmmsg(2), recvmsg(2), recvmmsg(2): addresses and credentials inside of messages.</summary>
internal static class MessageCalls
{
    private const int MaxMessages = 1024; // UIO_MAXIOV
    private const int MaxControlBytes = 4096;

    /// <summary>So many addresses of any size fit into a slot, and leave the array of messages its own room.</summary>
    private const int MaxChangedMessages = 64;

    private static readonly ExitHalf s_closeDescriptor = CloseDescriptor;
    private static readonly ExitHalf s_sendmmsgExit = SendmmsgExit;
    private static readonly ExitHalf s_recvmsgExit = RecvmsgExit;
    private static readonly ExitHalf s_recvmmsgExit = RecvmmsgExit;

    /// <summary>sendmsg: fd, const struct msghdr *, flags. A changed header is a copy; the guest's is not touched.</summary>
    public static Verdict Sendmsg(SyscallContext context, SyscallRow row, IGuest guest)
    {
        MessageLayout layout = MessageLayout.Of(guest);
        if (!layout.TryRead(guest, guest.Call.Pointer(1), out Socket.msghdr header))
        {
            return Verdict.Run;
        }

        Errno error = Translate(context, guest, ref header, out int descriptor, out bool changed);
        if (error != Errno.None || !changed)
        {
            return error == Errno.None ? Verdict.Run : Verdict.Fail(error);
        }

        GuestPtr staged = layout.Stage(guest, header);
        guest.SetArgument(1, staged.Address);
        guest.ExitState[0] = (ulong)(long)descriptor;
        return staged.IsNull ? Verdict.Fail(Errno.ENOMEM)
            : descriptor < 0 ? Verdict.Run
            : Verdict.RunThenExit(s_closeDescriptor);
    }

    /// <summary>
    /// sendmmsg: fd, struct mmsghdr *, count, flags. The kernel writes lengths into the array, so it gets a copy, and the
    /// lengths are copied back. Where room or descriptors run out, fewer are sent than asked for, as sendmmsg(2) may.
    /// </summary>
    public static Verdict Sendmmsg(SyscallContext context, SyscallRow row, IGuest guest)
    {
        MessageLayout layout = MessageLayout.Of(guest);
        int size = layout.ManySizeBytes, count = (int)Math.Min((uint)guest.Call[2], MaxMessages);
        Span<byte> array = context.Messages.AsSpan(0, count * size);
        if (count == 0 || !guest.TryRead(guest.Call.Pointer(1), array))
        {
            return Verdict.Run;
        }

        int changes = 0;
        int descriptor = -1;
        for (int i = 0; i < count; i++)
        {
            Span<byte> bytes = array.Slice(i * size, size);
            Socket.msghdr header = layout.Read(bytes);
            Errno error = Translate(context, guest, ref header, out int opened, out bool changed);
            layout.Write(header, bytes);
            if (error != Errno.None && i == 0)
            {
                return Verdict.Fail(error);
            }

            changes += changed ? 1 : 0;
            if (changes == MaxChangedMessages)
            {
                count = i + 1;
            }

            if (error != Errno.None || opened >= 0)
            {
                // What cannot be reached ends the batch, as does the one address that a descriptor stands for.
                descriptor = opened;
                count = error != Errno.None ? i : i + 1;
            }
        }

        return changes > 0 ? SendCopy(guest, array[..(count * size)], count, descriptor) : SendFewer(guest, count);
    }

    /// <summary>recvmsg: fd, struct msghdr *, flags.</summary>
    public static Verdict Recvmsg(SyscallContext context, SyscallRow row, IGuest guest)
    {
        MessageLayout layout = MessageLayout.Of(guest);
        if (!layout.TryRead(guest, guest.Call.Pointer(1), out Socket.msghdr header) ||
            (header.msg_name == 0 && context.Identity is null))
        {
            return Verdict.Run;
        }

        // A copy of the header, and room for any address: the kernel may have more to say than the guest wants.
        Span<byte> room = stackalloc byte[SocketAddress.StorageSizeBytes];
        room.Clear();
        GuestPtr address = (int)header.msg_namelen < 0 ? default : guest.Stage(room);
        if (address.IsNull)
        {
            return Verdict.Run;
        }

        guest.ExitState[1] = header.msg_name;
        guest.ExitState[2] = header.msg_namelen;
        if (header.msg_name != 0)
        {
            (header.msg_name, header.msg_namelen) = (address.Address, SocketAddress.StorageSizeBytes);
        }

        GuestPtr staged = layout.Stage(guest, header);
        guest.ExitState[0] = staged.Address;
        guest.SetArgument(1, staged.Address);
        return staged.IsNull ? Verdict.Fail(Errno.ENOMEM) : Verdict.RunThenExit(s_recvmsgExit);
    }

    /// <summary>recvmmsg: fd, struct mmsghdr *, count, flags, timeout.</summary>
    public static Verdict Recvmmsg(SyscallContext context, SyscallRow row, IGuest guest) => Verdict.RunThenExit(s_recvmmsgExit);

    private static Verdict SendFewer(IGuest guest, int count)
    {
        if (count < MaxMessages && (uint)count < (uint)guest.Call[2])
        {
            guest.SetArgument(2, (ulong)count);
        }

        return Verdict.Run;
    }

    private static Verdict SendCopy(IGuest guest, ReadOnlySpan<byte> array, int count, int descriptor)
    {
        GuestPtr staged = guest.Stage(array);
        if (staged.IsNull)
        {
            CloseIfOpen(descriptor);
            return Verdict.Fail(Errno.ENOMEM);
        }

        guest.SetArgument(1, staged.Address);
        guest.SetArgument(2, (ulong)count);
        guest.ExitState[0] = (ulong)(long)descriptor;
        guest.ExitState[1] = staged.Address;
        return Verdict.RunThenExit(s_sendmmsgExit);
    }

    /// <summary>Translates a message's address and its credentials, staging what changes.</summary>
    private static Errno Translate(SyscallContext context, IGuest guest, ref Socket.msghdr header, out int descriptor, out bool changed)
    {
        Span<byte> given = stackalloc byte[SocketAddress.StorageSizeBytes];
        Span<byte> target = stackalloc byte[SocketAddress.StorageSizeBytes];
        (descriptor, changed) = (-1, false);
        ReadOnlySpan<byte> address = SocketAddress.Read(guest, new GuestPtr(header.msg_name), header.msg_namelen, given);
        Errno error = SocketAddress.Reach(context, guest, address, target, out int length, out descriptor);
        if (error != Errno.None)
        {
            return error;
        }

        if (length > 0)
        {
            GuestPtr staged = guest.Stage(target[..length]);
            if (staged.IsNull)
            {
                CloseIfOpen(descriptor);
                descriptor = -1;
                return Errno.ENOMEM;
            }

            (header.msg_name, header.msg_namelen, changed) = (staged.Address, (uint)length, true);
        }

        changed |= context.Identity is not null && header.msg_controllen > 0 && ReplaceCredentials(context, guest, ref header);
        return Errno.None;
    }

    /// <summary>SCM_CREDENTIALS: the kernel accepts but the real ids from those who are not root (unix(7)).</summary>
    private static bool ReplaceCredentials(SyscallContext context, IGuest guest, ref Socket.msghdr header)
    {
        if (header.msg_controllen > MaxControlBytes)
        {
            return false;
        }

        Span<byte> control = context.Bytes.AsSpan(0, (int)header.msg_controllen);
        if (!guest.TryRead(new GuestPtr(header.msg_control), control) || !MessageLayout.Of(guest).TryFindCredentials(control, out Span<Socket.ucred> found))
        {
            return false;
        }

        FakeIdentity identity = context.Identity!;
        ref Credentials ids = ref identity[guest.Index];
        bool allowed = ids.IsPrivileged || ((found[0].uid == ids.RealUser || found[0].uid == ids.EffectiveUser ||
            found[0].uid == ids.SavedUser) && (found[0].gid == ids.RealGroup || found[0].gid == ids.EffectiveGroup));
        if (!allowed)
        {
            return false;
        }

        (found[0].uid, found[0].gid) = (identity.HostUser, identity.HostGroup);
        header.msg_control = guest.Stage(control).Address;
        return true;
    }

    private static long SendmmsgExit(SyscallContext context, IGuest guest, long result)
    {
        CloseIfOpen((int)guest.ExitState[0]);
        MessageLayout layout = MessageLayout.Of(guest);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        for (int i = 0; i < result; i++)
        {
            int at = (i * layout.ManySizeBytes) + layout.SizeBytes;
            if (guest.TryRead(new GuestPtr(guest.ExitState[1]) + at, length))
            {
                guest.TryWrite(guest.Call.Pointer(1) + at, length);
            }
        }

        return result;
    }

    private static long RecvmsgExit(SyscallContext context, IGuest guest, long result)
    {
        MessageLayout layout = MessageLayout.Of(guest);
        if (result < 0 || !layout.TryRead(guest, new GuestPtr(guest.ExitState[0]), out Socket.msghdr header))
        {
            return result;
        }

        Span<byte> told = stackalloc byte[SocketAddress.StorageSizeBytes];
        Span<byte> shown = stackalloc byte[SocketAddress.StorageSizeBytes];
        int size = (int)Math.Min(header.msg_namelen, SocketAddress.StorageSizeBytes);
        GuestPtr name = new(guest.ExitState[1]);
        if (!name.IsNull && guest.TryRead(new GuestPtr(header.msg_name), told))
        {
            int length = SocketAddress.Show(context, SocketEnd.Peer, told[..size], shown);
            guest.TryWrite(name, shown[..Math.Min(length, (int)guest.ExitState[2])]);
            header.msg_namelen = (uint)length;
        }

        ShowCredentials(context, guest, header);
        Span<byte> bytes = context.Bytes.AsSpan(0, layout.SizeBytes);
        layout.Write(header, bytes);
        guest.TryWrite(guest.Call.Pointer(1) + layout.NameLength, bytes.Slice(layout.NameLength, sizeof(uint)));
        guest.TryWrite(guest.Call.Pointer(1) + layout.ControlLength, bytes.Slice(layout.ControlLength, layout.Told));
        return result;
    }

    private static long RecvmmsgExit(SyscallContext context, IGuest guest, long result)
    {
        for (int i = 0; i < result; i++)
        {
            TellBack(context, guest, guest.Call.Pointer(1) + (i * MessageLayout.Of(guest).ManySizeBytes));
        }

        return result;
    }

    /// <summary>In place: the kernel has written into the guest's own buffer, whose size is no longer known.</summary>
    private static void TellBack(SyscallContext context, IGuest guest, GuestPtr pointer)
    {
        MessageLayout layout = MessageLayout.Of(guest);
        if (!layout.TryRead(guest, pointer, out Socket.msghdr header))
        {
            return;
        }

        Span<byte> told = stackalloc byte[SocketAddress.StorageSizeBytes];
        Span<byte> shown = stackalloc byte[SocketAddress.StorageSizeBytes];
        told = told[..(int)Math.Min(header.msg_namelen, SocketAddress.StorageSizeBytes)];
        if (header.msg_name != 0 && guest.TryRead(new GuestPtr(header.msg_name), told))
        {
            int length = SocketAddress.Show(context, SocketEnd.Peer, told, shown);
            guest.TryWrite(new GuestPtr(header.msg_name), shown[..Math.Min(length, told.Length)]);
            header.msg_namelen = (uint)length;
            guest.TryPut(pointer + layout.NameLength, header.msg_namelen);
        }

        ShowCredentials(context, guest, header);
    }

    private static void ShowCredentials(SyscallContext context, IGuest guest, in Socket.msghdr header)
    {
        if (context.Identity is null || header.msg_controllen is 0 or > MaxControlBytes)
        {
            return;
        }

        Span<byte> control = context.Bytes.AsSpan(0, (int)header.msg_controllen);
        if (guest.TryRead(new GuestPtr(header.msg_control), control) && MessageLayout.Of(guest).TryFindCredentials(control, out Span<Socket.ucred> found))
        {
            SocketCalls.Disguise(context, ref found[0]);
            guest.TryWrite(new GuestPtr(header.msg_control), control);
        }
    }

    private static long CloseDescriptor(SyscallContext context, IGuest guest, long result)
    {
        CloseIfOpen((int)guest.ExitState[0]);
        return result;
    }

    private static void CloseIfOpen(int descriptor)
    {
        if (descriptor >= 0)
        {
            Unistd.close(descriptor);
        }
    }
}
