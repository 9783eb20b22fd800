using System.Globalization;

namespace Ptracer.Units;

/// <summary>Booleans, integers, sizes, modes: values of one word. All are null for what systemd refuses.</summary>
internal static class Numbers
{
    private const string SizeSuffixes = "KMGTPE";
    private const int SizeBase = 1024;
    private const uint ModeMax = 0xfff; // 07777

    /// <summary>1, yes, y, true, t, on and their opposites, in any case.</summary>
    public static bool? Boolean(string text) => text.ToLowerInvariant() switch
    {
        "1" or "yes" or "y" or "true" or "t" or "on" => true,
        "0" or "no" or "n" or "false" or "f" or "off" => false,
        _ => null,
    };

    /// <summary>An unsigned integer as strtoull(3) reads it: decimal, 0x hexadecimal, 0 octal; also 0b and 0o.</summary>
    public static ulong? Unsigned(string text)
    {
        string digits = text.TrimStart(' ', '\t', '\n', '\r');
        digits = digits.StartsWith('+') ? digits[1..] : digits;
        int radix = 10;
        if (digits.Length > 1 && digits[0] == '0')
        {
            radix = char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'b' => 2, 'o' => 8, _ => 8 };
            digits = char.IsAsciiDigit(digits[1]) ? digits[1..] : digits[2..];
        }

        return Digits(digits, radix);
    }

    /// <summary>A signed integer, with the same bases.</summary>
    public static long? Signed(string text)
    {
        string trimmed = text.TrimStart(' ', '\t', '\n', '\r');
        bool negative = trimmed.StartsWith('-');
        ulong? value = negative && trimmed.Length > 1 && !char.IsAsciiDigit(trimmed[1]) ? null : Unsigned(negative ? trimmed[1..] : trimmed);
        return value switch
        {
            null => null,
            <= long.MaxValue => negative ? -(long)value : (long)value,
            _ => null,
        };
    }

    /// <summary>An integer within limits.</summary>
    public static int? Signed(string text, int minimum, int maximum) =>
        Signed(text) is { } value && value >= minimum && value <= maximum ? (int)value : null;

    /// <summary>An access mode: octal, at most 07777.</summary>
    public static uint? Mode(string text)
    {
        string digits = text.StartsWith('+') ? text[1..] : text;
        digits = digits.StartsWith("0o", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        return Digits(digits, 8) is { } value and <= ModeMax ? (uint)value : null;
    }

    /// <summary>A size in bytes: <c>4K</c>, <c>1.5G</c>, <c>2G 3M</c>; each suffix counts 1024 times the one before.</summary>
    public static ulong? Size(string text)
    {
        ulong total = 0;
        int largest = SizeSuffixes.Length + 1;
        string rest = text.TrimStart();
        if (rest.Length == 0)
        {
            return null;
        }

        while (rest.Length > 0)
        {
            if (SizePart(ref rest, ref largest) is not { } part || total + part < total)
            {
                return null;
            }

            total += part;
        }

        return total;
    }

    /// <summary>A percentage, whole, 0 to 100, as <c>50%</c>.</summary>
    public static int? Percent(string text) =>
        text.EndsWith('%') && Signed(text[..^1], 0, 100) is { } value ? value : null;

    // A number and a suffix smaller than the one before it.
    private static ulong? SizePart(ref string rest, ref int largest)
    {
        int end = rest.StartsWith('+') ? 1 : 0;
        int start = end;
        while (end < rest.Length && char.IsAsciiDigit(rest[end]))
        {
            end++;
        }

        if (end == start || !ulong.TryParse(rest.AsSpan(start, end - start), CultureInfo.InvariantCulture, out ulong whole))
        {
            return null;
        }

        double fraction = Fraction(rest, ref end);
        string after = rest[end..].TrimStart();
        int power = after.Length > 0 ? SizeSuffixes.IndexOf(after[0]) + 1 : 0;
        after = power > 0 || after.StartsWith('B') ? after[1..] : after;
        if (power >= largest || (power == 0 && after.Length > 0))
        {
            return null;
        }

        largest = power;
        rest = after.TrimStart();
        double value = (whole + fraction) * Math.Pow(SizeBase, power);
        ulong exact = (ulong)Math.Pow(SizeBase, power);
        return value >= ulong.MaxValue ? null : (whole * exact) + (ulong)(fraction * exact);
    }

    private static double Fraction(string text, ref int at)
    {
        double fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            double scale = 0.1;
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++, scale /= 10)
            {
                fraction += (text[at] - '0') * scale;
            }
        }

        return fraction;
    }

    private static ulong? Digits(string digits, int radix)
    {
        ulong value = 0;
        foreach (char digit in digits)
        {
            int number = char.IsAsciiDigit(digit) ? digit - '0' : char.IsAsciiLetter(digit) ? (digit | 0x20) - 'a' + 10 : radix;
            if (number >= radix || value > (ulong.MaxValue - (ulong)number) / (ulong)radix)
            {
                return null;
            }

            value = (value * (ulong)radix) + (ulong)number;
        }

        return digits.Length == 0 ? null : value;
    }
}
