using System.Globalization;
using System.Text;

namespace Ptracer.Units;

/// <summary>The C escapes of systemd.syntax(7).</summary>
internal static class CEscape
{
    private const string Letters = "abfnrtv\\\"'s";
    private const string Values = "\a\b\f\n\r\t\v\\\"' ";

    /// <summary>Decodes the escape at the beginning of a text, which is a backslash; never NUL.</summary>
    /// <returns>How long it is; 0 when it is none.</returns>
    public static int Decode(ReadOnlySpan<char> text, StringBuilder result)
    {
        if (text.Length < 2)
        {
            return 0;
        }

        int letter = Letters.IndexOf(text[1]);
        if (letter >= 0)
        {
            result.Append(Values[letter]);
            return 2;
        }

        return text[1] switch
        {
            'x' => DecodeDigits(text, 2, 2, 16, result),
            'u' => DecodeDigits(text, 2, 4, 16, result),
            'U' => DecodeDigits(text, 2, 8, 16, result),
            >= '0' and <= '7' => DecodeDigits(text, 1, 3, 8, result),
            _ => 0,
        };
    }

    /// <summary>Decodes all escapes of a text; an unknown one stays.</summary>
    public static string DecodeRelaxed(string text)
    {
        StringBuilder result = new(text.Length);
        for (int index = 0; index < text.Length;)
        {
            int length = text[index] == '\\' ? Decode(text.AsSpan(index), result) : 0;
            if (length == 0)
            {
                result.Append(text[index]);
            }

            index += Math.Max(1, length);
        }

        return result.ToString();
    }

    private static int DecodeDigits(ReadOnlySpan<char> text, int start, int count, int radix, StringBuilder result)
    {
        if (text.Length < start + count)
        {
            return 0;
        }

        ReadOnlySpan<char> digits = text.Slice(start, count);
        long value = 0;
        foreach (char digit in digits)
        {
            if (!byte.TryParse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte number) || number >= radix)
            {
                return 0;
            }

            value = (value * radix) + number;
        }

        bool isByte = radix == 8 || count == 2;
        if (value == 0 || (isByte ? value > 255 : !Rune.IsValid((int)Math.Min(value, int.MaxValue))))
        {
            return 0;
        }

        result.Append(isByte ? UnitText.FromByte((byte)value).ToString() : new Rune((int)value).ToString());
        return start + count;
    }
}
