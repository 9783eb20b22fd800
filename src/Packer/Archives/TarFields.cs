using System.Buffers.Text;

namespace Ptracer.Packer.Archives;

/// <summary>
/// The fields of a tar header (tar(5)): numbers in octal, or GNU's base 256 when the first bit is set; texts up to a NUL.
/// </summary>
internal static class TarFields
{
    /// <summary>Bytes of a header.</summary>
    public const int BlockBytes = 512;

    private const int SumAt = 148;
    private const int SumBytes = 8;

    /// <summary>A text field.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    /// <summary>A number. False: it is none, or does not fit 64 bits.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> field, out long number)
    {
        if ((field[0] & 0x80) != 0)
        {
            return TryBinary(field, out number);
        }

        number = 0;
        foreach (byte digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7' || number > long.MaxValue >> 3)
            {
                return false;
            }

            number = (number << 3) | (uint)(digit - '0');
        }

        return true;
    }

    /// <summary>Whether the header's sum is right; old archives add the bytes as signed ones.</summary>
    public static bool HasRightSum(ReadOnlySpan<byte> block)
    {
        int plain = 0, signed = 0;
        for (int at = 0; at < BlockBytes; at++)
        {
            byte value = at is >= SumAt and < SumAt + SumBytes ? (byte)' ' : block[at];
            plain += value;
            signed += (sbyte)value;
        }

        return TryNumber(block.Slice(SumAt, SumBytes), out long sum) && (sum == plain || sum == signed);
    }

    /// <summary>A pax time: seconds with a fraction, of which nine digits count.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out long seconds, out int nanoseconds)
    {
        const int Digits = 9;
        const int Second = 1_000_000_000;
        int point = text.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? text : text[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? default : text[(point + 1)..];
        nanoseconds = 0;
        for (int at = 0; at < Digits; at++)
        {
            nanoseconds = (nanoseconds * 10) + (at < fraction.Length && fraction[at] is >= (byte)'0' and <= (byte)'9' ? fraction[at] - '0' : 0);
        }

        if (!Utf8Parser.TryParse(whole, out seconds, out int used) || used != whole.Length)
        {
            return false;
        }

        if (whole[0] == '-' && nanoseconds != 0)
        {
            seconds--;
            nanoseconds = Second - nanoseconds;
        }

        return true;
    }

    private static bool TryBinary(ReadOnlySpan<byte> field, out long number)
    {
        number = (field[0] & 0x40) != 0 ? -1 : 0;
        long sign = number;
        number = (number << 6) | (uint)(field[0] & 0x3f);
        foreach (byte value in field[1..])
        {
            if (number >> 55 != sign)
            {
                return false;
            }

            number = (number << 8) | value;
        }

        return true;
    }
}
