using System.Runtime.InteropServices;

namespace Ptracer.Guest;

/// <summary>Structures in a guest's memory.</summary>
internal static class GuestValue
{
    public static bool TryGet<T>(this IGuest guest, GuestPtr address, out T value)
        where T : unmanaged
    {
        value = default;
        return guest.TryRead(address, MemoryMarshal.AsBytes(new Span<T>(ref value)));
    }

    public static bool TryPut<T>(this IGuest guest, GuestPtr address, in T value)
        where T : unmanaged => guest.TryWrite(address, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
}
