using System.Runtime.InteropServices;
using Ptracer.Linux;

namespace Ptracer.Guest;

/// <summary>Structures in a guest's memory: as C# has them, or narrower, where a 32-bit program does.</summary>
internal static class GuestValue
{
    public static bool TryGet<T>(this IGuest guest, GuestPtr address, out T value)
        where T : unmanaged
    {
        value = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<T>(ref value));
        if (guest.Call.Abi != Abi.I386 || I386Structure.Of<T>() is not { } layout)
        {
            return guest.TryRead(address, bytes);
        }

        Span<byte> narrow = stackalloc byte[layout.SizeBytes];
        bool isRead = guest.TryRead(address, narrow);
        layout.Widen(narrow, bytes);
        return isRead;
    }

    public static bool TryPut<T>(this IGuest guest, GuestPtr address, in T value)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
        if (guest.Call.Abi != Abi.I386 || I386Structure.Of<T>() is not { } layout)
        {
            return guest.TryWrite(address, bytes);
        }

        Span<byte> narrow = stackalloc byte[layout.SizeBytes];
        layout.Narrow(bytes, narrow);
        return guest.TryWrite(address, narrow);
    }
}
