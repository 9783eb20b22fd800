using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>One 512-byte ustar header (tar(5), POSIX.1-1988), all of it a function of its arguments.</summary>
internal static class TarHeader
{
    /// <summary>Bytes of a header, and the unit that contents are filled up to.</summary>
    public const int BlockBytes = 512;

    /// <summary>The most that eleven octal digits hold: a size or a time.</summary>
    public const long MaxLong = 0x1_ffff_ffff;

    /// <summary>The most that seven octal digits hold: an owner or group.</summary>
    public const uint MaxId = 0x1f_ffff;

    private const int NameBytes = 100;
    private const int PrefixBytes = 155;

    /// <summary>Whether a link's text or a name alone fits its field.</summary>
    public static bool Fits(ReadOnlySpan<byte> name) => name.Length <= NameBytes;

    /// <summary>Where a long name can be cut into prefix and name: the slash's index; -1: nowhere.</summary>
    public static int SplitAt(ReadOnlySpan<byte> name)
    {
        int first = Math.Max(name.Length - NameBytes - 1, 1);
        int last = Math.Min(name.Length - 2, PrefixBytes);
        int slash = last < first ? -1 : name[first..(last + 1)].IndexOf((byte)'/');
        return slash < 0 ? -1 : first + slash;
    }

    /// <summary>Writes a header.</summary>
    /// <param name="block">512 bytes.</param>
    /// <param name="type">The type flag.</param>
    /// <param name="name">The name; what does not fit is cut off, and told by a pax record before.</param>
    /// <param name="link">A link's target, likewise.</param>
    /// <param name="entry">Mode, owner and time; what does not fit is 0 here.</param>
    /// <param name="sizeBytes">Bytes that follow, likewise.</param>
    public static void Write(
        Span<byte> block, char type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> link, in TreeEntry entry, long sizeBytes)
    {
        block.Clear();
        int split = Fits(name) ? -1 : SplitAt(name);
        if (split > 0)
        {
            name[..split].CopyTo(block[345..]);
            name = name[(split + 1)..];
        }

        name[..Math.Min(name.Length, NameBytes)].CopyTo(block);
        Octal(block.Slice(100, 8), entry.Permissions);
        Octal(block.Slice(108, 8), entry.Owner <= MaxId ? entry.Owner : 0);
        Octal(block.Slice(116, 8), entry.Group <= MaxId ? entry.Group : 0);
        Octal(block.Slice(124, 12), sizeBytes <= MaxLong ? sizeBytes : 0);
        Octal(block.Slice(136, 12), entry.ModifiedSeconds is >= 0 and <= MaxLong ? entry.ModifiedSeconds : 0);
        block[156] = (byte)type;
        link[..Math.Min(link.Length, NameBytes)].CopyTo(block[157..]);
        "ustar\000"u8.CopyTo(block[257..]);
        Sum(block);
    }

    private static void Sum(Span<byte> block)
    {
        Span<byte> field = block.Slice(148, 8);
        field.Fill((byte)' ');
        int sum = 0;
        foreach (byte value in block)
        {
            sum += value;
        }

        Octal(field[..7], sum);
    }

    // Digits with leading zeros, and a NUL.
    private static void Octal(Span<byte> field, long value)
    {
        field[^1] = 0;
        for (int at = field.Length - 2; at >= 0; at--)
        {
            field[at] = (byte)('0' + (value & 7));
            value >>= 3;
        }
    }
}
