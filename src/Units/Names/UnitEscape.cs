using System.Text;

namespace Ptracer.Units;

/// <summary>Escaping of strings and paths for names of units, as systemd-escape(1) does it.</summary>
internal static class UnitEscape
{
    /// <summary>Escapes any text: <c>/</c> becomes <c>-</c>, other characters that no name may have <c>\xHH</c>, by byte.</summary>
    public static string Escape(string text)
    {
        StringBuilder result = new(text.Length + 8);
        foreach (byte value in UnitText.Encode(text))
        {
            char character = (char)value;
            if (character == '/')
            {
                result.Append('-');
            }
            else if (character is '-' or '\\' || !UnitName.IsValidCharacter(character)
                || (character == '.' && result.Length == 0))
            {
                result.Append("\\x").Append(HexDigit(value >> 4)).Append(HexDigit(value & 15));
            }
            else
            {
                result.Append(character);
            }
        }

        return result.ToString();
    }

    /// <summary>Takes back <see cref="Escape"/>; null when a backslash begins no <c>\xHH</c> (or that of NUL).</summary>
    public static string? Unescape(string text)
    {
        List<byte> result = new(text.Length);
        byte[] bytes = UnitText.Encode(text);
        for (int index = 0; index < bytes.Length; index++)
        {
            byte value = bytes[index];
            if (value == '-')
            {
                value = (byte)'/';
            }
            else if (value == '\\')
            {
                if (!TryHexEscape(bytes.AsSpan(index), out value))
                {
                    return null;
                }

                index += 3;
            }

            result.Add(value);
        }

        return UnitText.Decode(result.ToArray());
    }

    /// <summary>Escapes a path: slashes at its ends and in pairs vanish, the root is <c>-</c>. Null when it has a <c>..</c>.</summary>
    public static string? EscapePath(string path)
    {
        string simple = UnitPath.Simplify(path);
        if (!UnitPath.IsNormalized(simple))
        {
            return null;
        }

        string inner = simple.Trim('/');
        return inner.Length == 0 ? "-" : Escape(inner);
    }

    /// <summary>Takes back <see cref="EscapePath"/>; null when no normalized path comes out.</summary>
    public static string? UnescapePath(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (text == "-")
        {
            return "/";
        }

        string? path = Unescape(text);
        return path is null || path.Length == 0 || path[0] == '/' || path[^1] == '/' || !UnitPath.IsNormalized("/" + path)
            ? null
            : "/" + path;
    }

    private static bool TryHexEscape(ReadOnlySpan<byte> text, out byte value)
    {
        value = 0;
        if (text.Length < 4 || text[1] != 'x' || !char.IsAsciiHexDigit((char)text[2]) || !char.IsAsciiHexDigit((char)text[3]))
        {
            return false;
        }

        value = (byte)((Hex(text[2]) << 4) | Hex(text[3]));
        return value != 0;
    }

    private static int Hex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static char HexDigit(int value) => (char)(value < 10 ? '0' + value : 'a' + value - 10);
}
