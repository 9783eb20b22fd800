using System.Text;

namespace Ptracer.Units;

/// <summary>
/// Texts that may hold bytes which are not UTF-8, as arguments of commands may: such a byte is the character U+DC00 plus
/// the byte, which stands in no real text, so that encoding gives back what was read.
/// </summary>
internal static class UnitText
{
    private const char FirstEscape = '\udc00';
    private const char LastEscape = '\udcff';

    /// <summary>The text of bytes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        Span<char> characters = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == System.Buffers.OperationStatus.Done)
            {
                text.Append(characters[..rune.EncodeToUtf16(characters)]);
            }
            else
            {
                length = 1;
                text.Append(FromByte(bytes[0]));
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>The bytes of a text.</summary>
    public static byte[] Encode(string text)
    {
        List<byte> bytes = new(text.Length);
        Span<byte> one = stackalloc byte[4];
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out Rune rune, out int length) != System.Buffers.OperationStatus.Done
                && rest[0] is >= FirstEscape and <= LastEscape)
            {
                bytes.Add((byte)(rest[0] - FirstEscape));
            }
            else
            {
                bytes.AddRange(one[..rune.EncodeToUtf8(one)]);
            }

            rest = rest[length..];
        }

        return [.. bytes];
    }

    /// <summary>The character that stands for a byte that is no text.</summary>
    public static char FromByte(byte value) => value < 0x80 ? (char)value : (char)(FirstEscape + value);

    /// <summary>Whether all of it is UTF-8.</summary>
    public static bool IsUtf8(string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]))
            {
                index++;
            }
            else if (char.IsLowSurrogate(text[index]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether there is a control character in it.</summary>
    public static bool HasControl(string text, string except = "") =>
        text.Any(character => (character < ' ' || character == '\x7f') && !except.Contains(character));
}
