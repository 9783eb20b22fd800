using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// Addresses of AF_UNIX sockets (unix(7)): a path of at most 108 bytes. The host's path is often longer: then a descriptor
/// of the session stands for its directory, or for the socket itself.
/// </summary>
internal static unsafe class SocketAddress
{
    /// <summary>struct sockaddr_storage: as much as the kernel ever tells.</summary>
    public const int StorageSizeBytes = 128;

    /// <summary>sa_family and sun_path.</summary>
    public const int MaxSizeBytes = Socket.SunPathOffset + Socket.SunPathSize;

    private static readonly PathArgument s_socket = new(0, Use: PathUse.Read);
    private static readonly PathArgument s_entry = new(0, Kind: LookupKind.Entry, Use: PathUse.Make);

    /// <summary>Reads an address: its path, if it is a path of an AF_UNIX socket; else empty.</summary>
    public static ReadOnlySpan<byte> ReadPath(IGuest guest, GuestPtr address, ulong size, Span<byte> buffer)
    {
        if (address.IsNull || size is <= Socket.SunPathOffset or > MaxSizeBytes)
        {
            return default;
        }

        Span<byte> bytes = buffer[..(int)size];
        if (!guest.TryRead(address, bytes) || MemoryMarshal.Read<ushort>(bytes) != Socket.AF_UNIX || bytes[Socket.SunPathOffset] == 0)
        {
            return default;
        }

        ReadOnlySpan<byte> path = bytes[Socket.SunPathOffset..];
        int end = path.IndexOf((byte)0);
        return end < 0 ? path : path[..end];
    }

    /// <summary>
    /// Translates the address of a socket to reach. <paramref name="descriptor"/> is to be closed once the call is made,
    /// if it is not -1. An empty <paramref name="target"/>: the guest's own address will do.
    /// </summary>
    public static Errno Reach(SyscallContext context, IGuest guest, ReadOnlySpan<byte> path, Span<byte> target, out int length, out int descriptor)
    {
        (length, descriptor) = (0, -1);
        Resolution place = context.First;
        Errno error = context.Resolve(guest, s_socket, path, LookupKind.Follow, place, LookupLimits.None);
        if (error != Errno.None || place.IsUnchanged)
        {
            return error;
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
    public static Errno Make(SyscallContext context, IGuest guest, ReadOnlySpan<byte> path, Span<byte> target, out int length, out int temporary)
    {
        (length, temporary) = (0, -1);
        Resolution place = context.First;
        Errno error = context.Resolve(guest, s_entry, path, LookupKind.Entry, place, LookupLimits.None);
        if (error != Errno.None || place.IsUnchanged)
        {
            return error;
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
    /// Turns an address that the kernel told into the guest's; returns its length, bytes. Whatever is no path of an
    /// AF_UNIX socket stays as it is.
    /// </summary>
    public static int Show(SyscallContext context, ReadOnlySpan<byte> told, Span<byte> shown)
    {
        told.CopyTo(shown);
        if (told.Length <= Socket.SunPathOffset || MemoryMarshal.Read<ushort>(told) != Socket.AF_UNIX || told[Socket.SunPathOffset] == 0)
        {
            return told.Length;
        }

        ReadOnlySpan<byte> path = told[Socket.SunPathOffset..];
        int end = path.IndexOf((byte)0);
        path = end < 0 ? path : path[..end];
        if (!context.Addresses.TryFind(path, out ReadOnlySpan<byte> guestPath))
        {
            if (path[0] != '/')
            {
                return told.Length;
            }

            guestPath = context.Paths.Detranslate(path, context.Scratch);
        }

        int length = Write(guestPath[..Math.Min(guestPath.Length, Socket.SunPathSize)], shown);
        shown[length] = 0;
        return length + 1;
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
