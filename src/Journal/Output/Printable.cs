using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ptracer.Journal.Output;

/// <summary>What journalctl shows as text, and what it changes in it.</summary>
internal static class Printable
{
    private const int TabWidth = 8;
    private const byte Escape = 0x1b;
    private const long Kibi = 1024;

    private static readonly SearchValues<byte> s_parameters = SearchValues.Create("0123456789;"u8);

    /// <summary>Whether bytes are UTF-8 without control characters other than tab and newline.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int plain = bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            bytes = plain < 0 ? default : bytes[plain..];
            if (bytes.IsEmpty)
            {
                return true;
            }

            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) != OperationStatus.Done || !IsShown(rune.Value))
            {
                return false;
            }

            bytes = bytes[length..];
        }

        return true;
    }

    /// <summary>Takes out colours (SGR), terminal titles (OSC) and returns at the ends of lines, and makes tabs spaces.</summary>
    public static byte[] StripTerminal(byte[] message)
    {
        if (message.AsSpan().IndexOfAny(Escape, (byte)'\t', (byte)'\r') < 0)
        {
            return message;
        }

        ArrayBufferWriter<byte> plain = new(message.Length + TabWidth);
        for (int index = 0; index < message.Length; index++)
        {
            if (message[index] == '\t')
            {
                plain.Write("        "u8);
            }
            else if (message[index] == Escape && SequenceLength(message.AsSpan(index)) is > 0 and int length)
            {
                index += length - 1;
            }
            else if (message[index] == '\r' && IsLineEnd(message.AsSpan(index).TrimStart((byte)'\r')))
            {
                continue;
            }
            else
            {
                plain.Write(message.AsSpan(index, 1));
            }
        }

        return plain.WrittenSpan.ToArray();
    }

    /// <summary>A size as systemd writes it: 512B, 1.5K, 8M.</summary>
    public static string Size(long bytes)
    {
        long factor = 1;
        string letter = "B";
        foreach (string next in (string[])["K", "M", "G", "T", "P", "E"])
        {
            if (bytes / Kibi < factor)
            {
                break;
            }

            factor *= Kibi;
            letter = next;
        }

        long tenth = factor == 1 ? 0 : bytes / (factor / Kibi) % Kibi * 10 / Kibi;
        return tenth > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / factor}.{tenth}{letter}")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / factor}{letter}");
    }

    private static bool IsShown(int rune) =>
        rune is '\t' or '\n' || (rune >= ' ' && rune is not (>= 0x7f and <= 0x9f) and not (>= 0xfdd0 and <= 0xfdef) && (rune & 0xfffe) != 0xfffe);

    private static bool IsLineEnd(ReadOnlySpan<byte> rest) => rest.IsEmpty || rest[0] == '\n';

    private static int SequenceLength(ReadOnlySpan<byte> text)
    {
        if (text.Length > 1 && text[1] == '[')
        {
            int end = text[2..].IndexOfAnyExcept(s_parameters);
            return end >= 0 && text[2 + end] == 'm' ? end + 3 : 0;
        }

        if (text.Length > 1 && text[1] == ']')
        {
            int end = text[2..].IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            return end >= 0 && text[2 + end] == '\a' ? end + 3 : 0;
        }

        return 0;
    }
}
