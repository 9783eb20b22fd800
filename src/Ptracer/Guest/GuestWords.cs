using System.Runtime.InteropServices;

namespace Ptracer.Guest;

/// <summary>Pointers, and integers as wide as these, in a guest's memory: of 4 bytes in a 32-bit program.</summary>
internal static class GuestWords
{
    /// <summary>The most that are read or written at once.</summary>
    public const int Most = 32;

    public static int SizeBytes(IGuest guest) => guest.Call.Abi == Abi.I386 ? sizeof(uint) : sizeof(ulong);

    /// <summary>Reads words, zero-extended: up to <see cref="Most"/>.</summary>
    public static bool TryRead(IGuest guest, GuestPtr address, Span<ulong> words)
    {
        if (guest.Call.Abi != Abi.I386)
        {
            return guest.TryRead(address, MemoryMarshal.AsBytes(words));
        }

        Span<uint> narrow = stackalloc uint[Most];
        narrow = narrow[..words.Length];
        if (!guest.TryRead(address, MemoryMarshal.AsBytes(narrow)))
        {
            return false;
        }

        for (int i = 0; i < words.Length; i++)
        {
            words[i] = narrow[i];
        }

        return true;
    }

    /// <summary>Reads a <c>long</c>.</summary>
    public static bool TryReadLong(IGuest guest, GuestPtr address, out long value)
    {
        Span<long> values = stackalloc long[1];
        bool isRead = TryReadLongs(guest, address, values);
        value = values[0];
        return isRead;
    }

    /// <summary>Reads values of type <c>long</c>, sign-extended: up to <see cref="Most"/>.</summary>
    public static bool TryReadLongs(IGuest guest, GuestPtr address, Span<long> values)
    {
        bool isRead = TryRead(guest, address, MemoryMarshal.Cast<long, ulong>(values));
        for (int i = 0; i < values.Length && guest.Call.Abi == Abi.I386; i++)
        {
            values[i] = (int)values[i];
        }

        return isRead;
    }

    /// <summary>Writes words, their lower halves where they are narrow.</summary>
    public static bool TryWrite(IGuest guest, GuestPtr address, ReadOnlySpan<ulong> words) =>
        guest.TryWrite(address, Layout(guest, words, stackalloc byte[Most * sizeof(ulong)]));

    /// <summary>Words as they lie in the guest's memory.</summary>
    /// <param name="guest">Whose.</param>
    /// <param name="words">The values.</param>
    /// <param name="room">8 bytes for each.</param>
    public static ReadOnlySpan<byte> Layout(IGuest guest, ReadOnlySpan<ulong> words, Span<byte> room)
    {
        if (guest.Call.Abi != Abi.I386)
        {
            MemoryMarshal.AsBytes(words).CopyTo(room);
            return room[..(words.Length * sizeof(ulong))];
        }

        Span<uint> narrow = MemoryMarshal.Cast<byte, uint>(room)[..words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            narrow[i] = (uint)words[i];
        }

        return MemoryMarshal.AsBytes(narrow);
    }
}
