using System.Buffers.Text;
using System.Runtime.InteropServices;
using Ptracer.Features.StandIns;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// Sockets in a place that refuses them: bound to an abstract address (unix(7)) that is made of their stand-in's id, so that every
/// session with the same rootfs reaches them. Who may connect is what the stand-in's file says, to guests.
/// </summary>
internal static unsafe class StandInSockets
{
    /// <summary>The start of an abstract address; the id follows.</summary>
    private static ReadOnlySpan<byte> Mark => "\0ptracer/"u8;

    private const int AddressBytes = Socket.SunPathOffset + 9 + StandIn.IdDigits;

    /// <summary>Whether a path leads to a stand-in's socket; if through a descriptor, the place becomes the file's own.</summary>
    public static bool IsSocket(SyscallContext context, Resolution place) => StandInKind.Of(context, place) == StandIn.Socket;

    /// <summary>The address to connect to. Errors: EACCES for who may not write to the socket (unix(7)).</summary>
    public static Errno Reach(Resolution place, Span<byte> target, out int length)
    {
        length = Write(StandIn.IdOf(place.Host.Span), target);
        fixed (byte* path = place.Host.WithNul)
        {
            return Raw.ErrnoOf(Unistd.faccessat(Fcntl.AT_FDCWD, path, Unistd.W_OK));
        }
    }

    /// <summary>Makes a socket's stand-in, and the address to bind to. Errors: EADDRINUSE, and those of mknod(2).</summary>
    public static Errno Make(IGuest guest, Resolution place, Mount mount, Span<byte> target, out int length)
    {
        const uint AllRights = 0x1ff;
        uint mode = AllRights & ~CreationMask.Of(guest);
        long result = StandInFiles.MakeSpecial(place.Host.WithNul, StandIn.Socket, mode, mount, out ulong id);
        length = result == 0 ? Write(id, target) : 0;
        return result == -(long)Errno.EEXIST ? Errno.EADDRINUSE : Raw.ErrnoOf(result);
    }

    /// <summary>The guest path of a socket that the kernel tells by its abstract address.</summary>
    public static bool TryShow(SyscallContext context, ReadOnlySpan<byte> told, out ReadOnlySpan<byte> guestPath)
    {
        guestPath = default;
        return IsAddress(told) && (context.Addresses.TryFind(told[Socket.SunPathOffset..], out guestPath) ||
            (Utf8Parser.TryParse(told[^StandIn.IdDigits..], out ulong id, out _, 'x') &&
            context.Paths.Table.StandIns!.TryGet(id, out guestPath)));
    }

    /// <summary>Whether an address is one of a stand-in.</summary>
    public static bool IsAddress(ReadOnlySpan<byte> address) =>
        address.Length == AddressBytes && address[Socket.SunPathOffset..].StartsWith(Mark);

    private static int Write(ulong id, Span<byte> address)
    {
        ushort family = Socket.AF_UNIX;
        MemoryMarshal.Write(address, family);
        Mark.CopyTo(address[Socket.SunPathOffset..]);
        _ = Utf8Formatter.TryFormat(id, address[(Socket.SunPathOffset + Mark.Length)..], out _, new('x', StandIn.IdDigits));
        return AddressBytes;
    }
}
