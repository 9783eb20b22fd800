using System.Runtime.InteropServices;
using Ptracer.Features.StandIns;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// Addresses of sockets. Those of AF_UNIX (unix(7)) are a path of at most 108 bytes. The host's path is often longer: then a
/// descriptor of the session stands for its directory, or for the socket itself. Those of AF_INET and AF_INET6 have a port,
/// which may be another one on the host.
/// </summary>
internal static unsafe class SocketAddress
{
    /// <summary>struct sockaddr_storage: as much as the kernel ever tells.</summary>
    public const int StorageSizeBytes = 128;

    /// <summary>sa_family and sun_path.</summary>
    private const int MaxUnixSizeBytes = Socket.SunPathOffset + Socket.SunPathSize;

    private static readonly PathArgument s_socket = new(0, Use: PathUse.Read);
    private static readonly PathArgument s_entry = new(0, Kind: LookupKind.Entry, Use: PathUse.Make);

    /// <summary>Reads an address; empty if there is none, and the kernel shall say why.</summary>
    public static ReadOnlySpan<byte> Read(IGuest guest, GuestPtr address, uint size, Span<byte> buffer)
    {
        if (address.IsNull || size is <= Socket.SunPathOffset or > StorageSizeBytes)
        {
            return default;
        }

        Span<byte> bytes = buffer[..(int)size];
        return guest.TryRead(address, bytes) ? bytes : default;
    }

    /// <summary>An address's path, if it is a path of an AF_UNIX socket; else empty.</summary>
    public static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> address)
    {
        if (address.Length is <= Socket.SunPathOffset or > MaxUnixSizeBytes ||
            MemoryMarshal.Read<ushort>(address) != Socket.AF_UNIX || address[Socket.SunPathOffset] == 0)
        {
            return default;
        }

        ReadOnlySpan<byte> path = address[Socket.SunPathOffset..];
        int end = path.IndexOf((byte)0);
        return end < 0 ? path : path[..end];
    }

    /// <summary>
    /// Translates the address of a socket to reach. <paramref name="descriptor"/> is to be closed once the call is made,
    /// if it is not -1. A <paramref name="length"/> of 0: the guest's own address will do.
    /// </summary>
    public static Errno Reach(SyscallContext context, IGuest guest, ReadOnlySpan<byte> address, Span<byte> target, out int length, out int descriptor)
    {
        (length, descriptor) = (0, -1);
        ReadOnlySpan<byte> path = PathOf(address);
        if (path.IsEmpty)
        {
            length = context.Ports?.Reach(address, target) ?? 0;
            return Errno.None;
        }

        Resolution place = context.First;
        Errno error = context.Resolve(guest, s_socket, path, LookupKind.Follow, place, LookupLimits.None);
        if (error != Errno.None || place.IsUnchanged)
        {
            return error;
        }

        if (StandInSockets.IsSocket(context, place))
        {
            return StandInSockets.Reach(place, target, out length);
        }

        if (place.Host.Length <= Socket.SunPathSize)
        {
            length = Write(place.Host.Span, target);
            return Errno.None;
        }

        descriptor = HostFiles.OpenPath(place.Host.WithNul);
        if (descriptor < 0)
        {
            error = (Errno)(-descriptor);
            descriptor = -1;
            return error;
        }

        Span<byte> link = stackalloc byte[48];
        length = Write(link[..SessionLink.Format(descriptor, link)], target);
        return Errno.None;
    }

    /// <summary>
    /// Translates the address of a socket to make. If <paramref name="temporary"/> comes back as a directory descriptor,
    /// the name was too long: the socket is made under a short one, and <see cref="Rename"/> gives it its own.
    /// </summary>
    public static Errno Make(SyscallContext context, IGuest guest, ReadOnlySpan<byte> address, Span<byte> target, out int length, out int temporary)
    {
        ReadOnlySpan<byte> path = PathOf(address);
        if (path.IsEmpty)
        {
            (length, temporary) = (context.Ports?.Bind(address, target) ?? 0, -1);
            return Errno.None;
        }

        Errno error = MakePath(context, guest, path, target, out length, out temporary);
        if (error == Errno.None && length > 0)
        {
            context.Addresses.Remember(target[Socket.SunPathOffset..length], path);
        }

        return error;
    }

    private static Errno MakePath(SyscallContext context, IGuest guest, ReadOnlySpan<byte> path, Span<byte> target, out int length, out int temporary)
    {
        (length, temporary) = (0, -1);
        Resolution place = context.First;
        LookupLimits limits = context.Place.StandIns is null ? LookupLimits.None : LookupLimits.NeedPlace;
        Errno error = context.Resolve(guest, s_entry, path, LookupKind.Entry, place, limits);
        if (error != Errno.None || place.IsUnchanged)
        {
            return error;
        }

        if (context.Place.StandIns is not null && place.Mount is { } mount && StandInFiles.RefusesSocket(place.Host.WithNul))
        {
            return StandInSockets.Make(guest, place, mount, target, out length);
        }

        if (place.Host.Length <= Socket.SunPathSize)
        {
            length = Write(place.Host.Span, target);
            return Errno.None;
        }

        if (MountRules.Exists(place.Host.WithNul))
        {
            return Errno.EADDRINUSE;
        }

        int slash = place.Host.Span.LastIndexOf((byte)'/');
        error = OpenDirectory(context, place.Host.Span[..slash], out int directory);
        if (error != Errno.None)
        {
            return error;
        }

        scoped ReadOnlySpan<byte> name = place.Host.Span[(slash + 1)..];
        Span<byte> link = stackalloc byte[Socket.SunPathSize + 256];
        Span<byte> shortName = stackalloc byte[32];
        int prefix = SessionLink.Format(directory, link);
        link[prefix++] = (byte)'/';
        if (prefix + name.Length > Socket.SunPathSize)
        {
            temporary = directory;
            name = TemporaryName(guest.Tid, shortName);
        }

        name.CopyTo(link[prefix..]);
        length = Write(link[..(prefix + name.Length)], target);
        return Errno.None;
    }

    /// <summary>Takes the stand-in of a socket away again.</summary>
    public static void Remove(SyscallContext context, IGuest guest, ReadOnlySpan<byte> address)
    {
        Resolution place = context.First;
        Errno error = context.Resolve(guest, s_entry, PathOf(address), LookupKind.Entry, place, LookupLimits.NeedPlace);
        if (error == Errno.None && !place.IsUnchanged && place.Mount is { } mount)
        {
            context.Place.StandIns!.Unlink(place.Host.WithNul, mount);
        }
    }

    /// <summary>Gives a socket that was made under a short name its own.</summary>
    public static Errno Rename(int tid, int directory, ReadOnlySpan<byte> name)
    {
        const int RENAME_NOREPLACE = 1;
        Span<byte> own = stackalloc byte[Socket.SunPathSize + 1];
        Span<byte> shortName = stackalloc byte[32];
        name.CopyTo(own);
        own[name.Length] = 0;
        fixed (byte* from = TemporaryName(tid, shortName))
        fixed (byte* to = own)
        {
            long result = Raw.Call(Sysno.renameat2, directory, (long)from, directory, (long)to, RENAME_NOREPLACE);
            if (result != 0)
            {
                Unistd.unlinkat(directory, from, 0);
            }

            return result == -(long)Errno.EEXIST ? Errno.EADDRINUSE : Raw.ErrnoOf(result);
        }
    }

    /// <summary>
    /// Turns an address that the kernel told into the guest's; returns its length, bytes. Whatever is neither a path of an
    /// AF_UNIX socket nor has a port that is another one on the host stays as it is.
    /// </summary>
    public static int Show(SyscallContext context, SocketEnd end, ReadOnlySpan<byte> told, Span<byte> shown)
    {
        told.CopyTo(shown);
        ReadOnlySpan<byte> path = PathOf(told);
        if (path.IsEmpty && context.Place.StandIns is not null && StandInSockets.TryShow(context, told, out path))
        {
            return WriteShown(path, shown);
        }

        if (path.IsEmpty)
        {
            ShowPort(context, end, shown[..told.Length]);
            return told.Length;
        }

        if (!context.Addresses.TryFind(path, out ReadOnlySpan<byte> guestPath))
        {
            if (path[0] != '/')
            {
                return told.Length;
            }

            guestPath = context.Paths.Detranslate(path, context.Scratch);
        }

        return WriteShown(guestPath, shown);
    }

    private static int WriteShown(ReadOnlySpan<byte> guestPath, Span<byte> shown)
    {
        int length = Write(guestPath[..Math.Min(guestPath.Length, Socket.SunPathSize)], shown);
        shown[length] = 0;
        return length + 1;
    }

    private static void ShowPort(SyscallContext context, SocketEnd end, Span<byte> shown)
    {
        if (end == SocketEnd.Own)
        {
            context.Ports?.ShowOwn(shown);
        }
        else
        {
            context.Ports?.ShowPeer(shown);
        }
    }

    private static Errno OpenDirectory(SyscallContext context, ReadOnlySpan<byte> hostPath, out int descriptor)
    {
        context.Scratch.Set(hostPath);
        int opened = HostFiles.OpenPath(context.Scratch.WithNul, Fcntl.O_DIRECTORY);
        descriptor = opened;
        if (opened < 0)
        {
            return (Errno)(-opened);
        }

        Stat.stat status;
        Stat.fstat(opened, &status);
        if (context.Addresses.TryGetDirectory(status.st_dev, status.st_ino, out descriptor))
        {
            Unistd.close(opened);
            return Errno.None;
        }

        descriptor = opened;
        context.Addresses.AddDirectory(status.st_dev, status.st_ino, opened);
        return Errno.None;
    }

    private static ReadOnlySpan<byte> TemporaryName(int tid, Span<byte> buffer)
    {
        ".ptracer-"u8.CopyTo(buffer);
        _ = System.Buffers.Text.Utf8Formatter.TryFormat(tid, buffer[9..], out int digits);
        buffer[9 + digits] = 0;
        return buffer[..(9 + digits)];
    }

    private static int Write(ReadOnlySpan<byte> path, Span<byte> address)
    {
        ushort family = Socket.AF_UNIX;
        MemoryMarshal.Write(address, family);
        path.CopyTo(address[Socket.SunPathOffset..]);
        return Socket.SunPathOffset + path.Length;
    }
}

/// <summary>Whose address is told.</summary>
internal enum SocketEnd
{
    /// <summary>The socket's own.</summary>
    Own,

    /// <summary>The one at the other end, or the sender of a message.</summary>
    Peer,
}
