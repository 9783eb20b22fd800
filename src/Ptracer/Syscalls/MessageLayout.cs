using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>
/// Headers of messages and of control messages as they lie in a guest's memory: struct msghdr, struct mmsghdr and struct
/// cmsghdr, with pointers and sizes of 8 bytes, or of 4 (net/compat.c).
/// </summary>
/// <param name="SizeBytes">Of struct msghdr.</param>
/// <param name="ManySizeBytes">Of struct mmsghdr, which has the length of the message behind the header.</param>
/// <param name="NameLength">Offset of msg_namelen.</param>
/// <param name="ControlLength">Offset of msg_controllen.</param>
/// <param name="Told">How many bytes from there on the kernel writes: msg_controllen and msg_flags.</param>
/// <param name="WordBytes">Of a size; also what control messages are aligned to.</param>
internal sealed record MessageLayout(int SizeBytes, int ManySizeBytes, int NameLength, int ControlLength, int Told, int WordBytes)
{
    private static readonly MessageLayout s_x64 = new(56, 64, 8, 40, 12, sizeof(ulong));
    private static readonly MessageLayout s_i386 = new(28, 32, 4, 20, 8, sizeof(uint));

    public static MessageLayout Of(IGuest guest) => guest.Call.Abi == Abi.I386 ? s_i386 : s_x64;

    public bool TryRead(IGuest guest, GuestPtr address, out Socket.msghdr header)
    {
        Span<byte> bytes = stackalloc byte[s_x64.SizeBytes];
        bool isRead = guest.TryRead(address, bytes[..SizeBytes]);
        header = isRead ? Read(bytes) : default;
        return isRead;
    }

    /// <summary>Puts a header where the kernel can read it: null if there is no room.</summary>
    public GuestPtr Stage(IGuest guest, in Socket.msghdr header)
    {
        Span<byte> bytes = stackalloc byte[s_x64.SizeBytes];
        Write(header, bytes);
        return guest.Stage(bytes[..SizeBytes]);
    }

    public Socket.msghdr Read(ReadOnlySpan<byte> bytes)
    {
        if (this == s_x64)
        {
            return MemoryMarshal.Read<Socket.msghdr>(bytes);
        }

        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
        return new Socket.msghdr
        {
            msg_name = words[0],
            msg_namelen = words[1],
            msg_iov = words[2],
            msg_iovlen = words[3],
            msg_control = words[4],
            msg_controllen = words[5],
            msg_flags = (int)words[6],
        };
    }

    public void Write(in Socket.msghdr header, Span<byte> bytes)
    {
        if (this == s_x64)
        {
            MemoryMarshal.Write(bytes, header);
            return;
        }

        Span<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
        (words[0], words[1], words[2]) = ((uint)header.msg_name, header.msg_namelen, (uint)header.msg_iov);
        (words[3], words[4]) = ((uint)header.msg_iovlen, (uint)header.msg_control);
        (words[5], words[6]) = ((uint)header.msg_controllen, (uint)header.msg_flags);
    }

    /// <summary>The credentials that a message's control data carries, in place (SCM_CREDENTIALS, unix(7)).</summary>
    public bool TryFindCredentials(Span<byte> control, out Span<Socket.ucred> credentials)
    {
        const int CredentialsBytes = 12;
        int headerBytes = WordBytes + (2 * sizeof(int));
        credentials = default;
        while (control.Length >= headerBytes)
        {
            ulong length = WordBytes == sizeof(ulong) ? MemoryMarshal.Read<ulong>(control) : MemoryMarshal.Read<uint>(control);
            if (length < (ulong)headerBytes || length > (ulong)control.Length)
            {
                return false;
            }

            Span<byte> message = control[..(int)length];
            if (MemoryMarshal.Read<int>(message[WordBytes..]) == Socket.SOL_SOCKET &&
                MemoryMarshal.Read<int>(message[(WordBytes + sizeof(int))..]) == Socket.SCM_CREDENTIALS &&
                message.Length >= headerBytes + CredentialsBytes)
            {
                credentials = MemoryMarshal.Cast<byte, Socket.ucred>(message.Slice(headerBytes, CredentialsBytes));
                return true;
            }

            int next = ((int)length + WordBytes - 1) & ~(WordBytes - 1);
            control = control[Math.Min(control.Length, next)..];
        }

        return false;
    }
}
