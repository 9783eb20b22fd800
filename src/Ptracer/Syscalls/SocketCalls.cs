using System.Runtime.InteropServices;
using Ptracer.Features;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>bind(2), connect(2), sendto(2), and the calls that tell an address.</summary>
internal static class SocketCalls
{
    private static readonly ExitHalf s_closeDescriptor = CloseDescriptor;
    private static readonly ExitHalf s_bindExit = BindExit;
    private static readonly ExitHalf s_standInExit = StandInExit;
    private static readonly ExitHalf s_askExit = AskExit;
    private static readonly ExitHalf s_peerCredentialsExit = PeerCredentialsExit;

    /// <summary>bind: int fd, address, length. Errors: path_resolution(7)'s, EADDRINUSE.</summary>
    public static Verdict Bind(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Span<byte> given = stackalloc byte[SocketAddress.StorageSizeBytes];
        Span<byte> target = stackalloc byte[SocketAddress.StorageSizeBytes];
        ReadOnlySpan<byte> address = SocketAddress.Read(guest, guest.Call.Pointer(1), (uint)guest.Call[2], given);
        Errno error = SocketAddress.Make(context, guest, address, target, out int length, out int temporary);
        if (error != Errno.None || length == 0)
        {
            return error == Errno.EEXIST ? Verdict.Fail(Errno.EADDRINUSE) : error != Errno.None ? Verdict.Fail(error) : Verdict.Run;
        }

        if (!Give(guest, 1, 2, target[..length]))
        {
            return Verdict.Fail(Errno.ENOMEM);
        }

        guest.ExitState[0] = (ulong)(long)temporary;
        return StandInSockets.IsAddress(target[..length]) ? Verdict.RunThenExit(s_standInExit)
            : temporary < 0 ? Verdict.Run
            : Verdict.RunThenExit(s_bindExit);
    }

    /// <summary>connect: int fd, address, length.</summary>
    public static Verdict Connect(SyscallContext context, SyscallRow row, IGuest guest) => Reach(context, guest, 1, 2);

    /// <summary>sendto: fd, buffer, length, flags, address, length.</summary>
    public static Verdict Sendto(SyscallContext context, SyscallRow row, IGuest guest) => Reach(context, guest, 4, 5);

    /// <summary>getsockname(2): fd, address, int *length.</summary>
    public static Verdict TellOwn(SyscallContext context, SyscallRow row, IGuest guest) => Ask(guest, SocketEnd.Own, 1);

    /// <summary>accept(2), accept4(2), getpeername(2): fd, address, int *length.</summary>
    public static Verdict TellPeer(SyscallContext context, SyscallRow row, IGuest guest) => Ask(guest, SocketEnd.Peer, 1);

    /// <summary>recvfrom(2): fd, buffer, length, flags, address, int *length.</summary>
    public static Verdict Recvfrom(SyscallContext context, SyscallRow row, IGuest guest) => Ask(guest, SocketEnd.Peer, 4);

    /// <summary>getsockopt(2) with SO_PEERCRED: who the peer believes to be.</summary>
    public static Verdict PeerCredentials(SyscallContext context, SyscallRow row, IGuest guest) =>
        guest.Call.Int(1) == Socket.SOL_SOCKET ? Verdict.RunThenExit(s_peerCredentialsExit) : Verdict.Run;

    /// <summary>Credentials as the kernel tells them, turned into those that the guest believes in.</summary>
    public static void Disguise(SyscallContext context, ref Socket.ucred credentials)
    {
        FakeIdentity identity = context.Identity!;
        int index = context.Processes.IndexOf(credentials.pid);
        if (index >= 0)
        {
            credentials.uid = identity[index].EffectiveUser;
            credentials.gid = identity[index].EffectiveGroup;
            return;
        }

        credentials.uid = identity.ShownUser(credentials.uid);
        credentials.gid = identity.ShownGroup(credentials.gid);
    }

    private static Verdict Reach(SyscallContext context, IGuest guest, int addressIndex, int lengthIndex)
    {
        Span<byte> given = stackalloc byte[SocketAddress.StorageSizeBytes];
        Span<byte> target = stackalloc byte[SocketAddress.StorageSizeBytes];
        ReadOnlySpan<byte> address = SocketAddress.Read(guest, guest.Call.Pointer(addressIndex), (uint)guest.Call[lengthIndex], given);
        Errno error = SocketAddress.Reach(context, guest, address, target, out int length, out int descriptor);
        if (error != Errno.None || length == 0)
        {
            return error == Errno.None ? Verdict.Run : Verdict.Fail(error);
        }

        if (!Give(guest, addressIndex, lengthIndex, target[..length]))
        {
            return Verdict.Fail(Errno.ENOMEM);
        }

        guest.ExitState[0] = (ulong)(long)descriptor;
        return descriptor < 0 ? Verdict.Run : Verdict.RunThenExit(s_closeDescriptor);
    }

    private static bool Give(IGuest guest, int addressIndex, int lengthIndex, ReadOnlySpan<byte> address)
    {
        GuestPtr staged = guest.Stage(address);
        guest.SetArgument(addressIndex, staged.Address);
        guest.SetArgument(lengthIndex, (ulong)address.Length);
        return !staged.IsNull;
    }

    private static long CloseDescriptor(SyscallContext context, IGuest guest, long result)
    {
        Unistd.close((int)guest.ExitState[0]);
        return result;
    }

    private static long BindExit(SyscallContext context, IGuest guest, long result)
    {
        if (result != 0)
        {
            return result;
        }

        Span<byte> given = stackalloc byte[SocketAddress.StorageSizeBytes];
        ReadOnlySpan<byte> path = SocketAddress.PathOf(SocketAddress.Read(guest, guest.Call.Pointer(1), (uint)guest.Call[2], given));
        ReadOnlySpan<byte> name = path[(path.LastIndexOf((byte)'/') + 1)..];
        return -(long)SocketAddress.Rename(guest.Tid, (int)guest.ExitState[0], name);
    }

    /// <summary>A socket that could not be bound (EINVAL: it is already) leaves no name.</summary>
    private static long StandInExit(SyscallContext context, IGuest guest, long result)
    {
        if (result != 0)
        {
            Span<byte> given = stackalloc byte[SocketAddress.StorageSizeBytes];
            SocketAddress.Remove(context, guest, SocketAddress.Read(guest, guest.Call.Pointer(1), (uint)guest.Call[2], given));
        }

        return result;
    }

    /// <summary>
    /// The kernel writes the address into our room, where all of it fits, however little the guest wants. The pointer to its
    /// length follows the one to the address.
    /// </summary>
    private static Verdict Ask(IGuest guest, SocketEnd end, int addressIndex)
    {
        int lengthIndex = addressIndex + 1;
        GuestPtr lengthPointer = guest.Call.Pointer(lengthIndex);
        Span<byte> room = stackalloc byte[SocketAddress.StorageSizeBytes + sizeof(int)];
        room.Clear();
        MemoryMarshal.Write(room[SocketAddress.StorageSizeBytes..], SocketAddress.StorageSizeBytes);
        if (guest.Call[addressIndex] == 0 || !guest.TryRead(lengthPointer, room[..sizeof(int)]) || MemoryMarshal.Read<int>(room) < 0)
        {
            return Verdict.Run; // no address wanted; EFAULT, EINVAL
        }

        int wanted = MemoryMarshal.Read<int>(room);
        room[..sizeof(int)].Clear();
        GuestPtr staged = guest.Stage(room);
        if (staged.IsNull)
        {
            return Verdict.Fail(Errno.ENOMEM);
        }

        guest.SetArgument(addressIndex, staged.Address);
        guest.SetArgument(lengthIndex, staged.Address + SocketAddress.StorageSizeBytes);
        guest.ExitState[0] = staged.Address;
        guest.ExitState[1] = (ulong)wanted;
        guest.ExitState[2] = (ulong)addressIndex;
        guest.ExitState[3] = (ulong)end;
        return Verdict.RunThenExit(s_askExit);
    }

    private static long AskExit(SyscallContext context, IGuest guest, long result)
    {
        Span<byte> room = stackalloc byte[SocketAddress.StorageSizeBytes + sizeof(int)];
        if (result < 0 || !guest.TryRead(new GuestPtr(guest.ExitState[0]), room))
        {
            return result;
        }

        int size = Math.Clamp(MemoryMarshal.Read<int>(room[SocketAddress.StorageSizeBytes..]), 0, SocketAddress.StorageSizeBytes);
        Span<byte> shown = stackalloc byte[SocketAddress.StorageSizeBytes];
        int length = SocketAddress.Show(context, (SocketEnd)guest.ExitState[3], room[..size], shown);
        int addressIndex = (int)guest.ExitState[2];
        MemoryMarshal.Write(room, length);
        bool told = guest.TryWrite(guest.Call.Pointer(addressIndex), shown[..Math.Min(length, (int)guest.ExitState[1])]) &&
            guest.TryWrite(guest.Call.Pointer(addressIndex + 1), room[..sizeof(int)]);
        return told ? result : -(long)Errno.EFAULT;
    }

    private static uint ReadLength(IGuest guest, GuestPtr pointer)
    {
        Span<byte> bytes = stackalloc byte[4];
        return guest.TryRead(pointer, bytes) ? MemoryMarshal.Read<uint>(bytes) : 0;
    }

    /// <summary>
    /// socket: the audit system, which would refuse all that root tells it, is not there: what then fails for an ordinary user
    /// (a login by sshd, with a terminal) does not for root on a kernel without it. Errors: EPROTONOSUPPORT.
    /// </summary>
    public static Verdict RefuseAudit(SyscallContext context, SyscallRow row, IGuest guest) =>
        guest.Call.Int(2) == Socket.NETLINK_AUDIT && context.Identity![guest.Index].IsPrivileged
            ? Verdict.Fail(Errno.EPROTONOSUPPORT)
            : Verdict.Run;

    private static long PeerCredentialsExit(SyscallContext context, IGuest guest, long result)
    {
        Socket.ucred credentials = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Socket.ucred>(ref credentials));
        if (result == 0 && ReadLength(guest, guest.Call.Pointer(4)) == bytes.Length && guest.TryRead(guest.Call.Pointer(3), bytes))
        {
            Disguise(context, ref credentials);
            guest.TryWrite(guest.Call.Pointer(3), bytes);
        }

        return result;
    }
}
