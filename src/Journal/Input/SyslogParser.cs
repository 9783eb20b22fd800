using System.Globalization;
using System.Text;

namespace Ptracer.Journal.Input;

/// <summary>
/// Reads datagrams of /dev/log: RFC 3164 as glibc's syslog(3) writes it, <c>&lt;PRI&gt;Mmm dd hh:mm:ss tag[pid]: text</c>,
/// where timestamp and tag may be missing, and RFC 5424. Nothing is refused: what is not understood is text.
/// </summary>
/// <remarks>The time of a record is when it arrived; the sender's is kept as SYSLOG_TIMESTAMP, as journald does.</remarks>
internal static class SyslogParser
{
    private const byte UserNotice = 13;
    private const int PriorityBits = 3;
    private const int PriorityMask = 7;
    private const int MostPriority = 191;
    private const int MostFacility = 127;

    /// <summary>Makes a record of a datagram and hands it to the sink.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="pid">The sender by SCM_CREDENTIALS; 0: unknown.</param>
    /// <param name="sink">Takes the record.</param>
    public static void Parse(ReadOnlySpan<byte> datagram, int pid, IJournalSink sink)
    {
        ReadOnlySpan<byte> text = datagram.TrimEnd("\0\n\r\t "u8);
        byte priority = ReadPriority(ref text);
        List<JournalField> fields = [];
        ReadOnlySpan<byte> tag;
        if (text.StartsWith("1 "u8) && TryReadHeader(ref text, fields, out tag, out ReadOnlySpan<byte> process))
        {
            AddPid(fields, process);
        }
        else
        {
            ReadTimestamp(ref text, fields);
            text = text.TrimStart((byte)' ');
            tag = ReadTag(ref text, out process);
            AddPid(fields, process);
        }

        sink.Append(new JournalRecord
        {
            Message = text,
            Identifier = tag,
            Fields = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(fields),
            Pid = pid,
            Priority = (byte)(priority & PriorityMask),
            Facility = (byte)(priority >> PriorityBits),
            Stream = JournalStream.Syslog,
        });
    }

    private static byte ReadPriority(ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'>');
        if (text.IsEmpty || text[0] != '<' || end is < 2 or > 4
            || !int.TryParse(text[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            || value > MostPriority || value >> PriorityBits > MostFacility)
        {
            return UserNotice;
        }

        text = text[(end + 1)..];
        return (byte)value;
    }

    // "Nov 24 10:34:20 " or an ISO 8601 time, with a space behind it.
    private static void ReadTimestamp(ref ReadOnlySpan<byte> text, List<JournalField> fields)
    {
        int length = ClassicTimeLength(text);
        if (length == 0 && text.IndexOf((byte)' ') is int space and > 0 && IsIsoTime(text[..space]))
        {
            length = space;
        }

        if (length > 0)
        {
            fields.Add(new JournalField("SYSLOG_TIMESTAMP"u8.ToArray(), text[..(length + 1)].ToArray()));
            text = text[(length + 1)..];
        }
    }

    private static int ClassicTimeLength(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> pattern = "Aaa d0 00:00:00 "u8;
        if (text.Length < pattern.Length)
        {
            return 0;
        }

        for (int index = 0; index < pattern.Length; index++)
        {
            byte letter = text[index];
            bool fits = pattern[index] switch
            {
                (byte)'A' or (byte)'a' => char.IsAsciiLetter((char)letter),
                (byte)'d' => letter == ' ' || char.IsAsciiDigit((char)letter),
                (byte)'0' => char.IsAsciiDigit((char)letter),
                byte same => letter == same,
            };
            if (!fits)
            {
                return 0;
            }
        }

        return pattern.Length - 1;
    }

    private static bool IsIsoTime(ReadOnlySpan<byte> word) =>
        word.Length is >= 19 and <= 40 && word[10] == 'T'
        && DateTimeOffset.TryParse(Encoding.ASCII.GetString(word), CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // "tag: " or "tag[pid]: "; as journald, a word that ends in a colon.
    private static ReadOnlySpan<byte> ReadTag(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> process)
    {
        process = default;
        int end = text.IndexOfAny(" \t\n\r"u8);
        end = end < 0 ? text.Length : end;
        if (end < 2 || text[end - 1] != ':')
        {
            return default;
        }

        ReadOnlySpan<byte> tag = text[..(end - 1)];
        if (tag[^1] == ']' && tag.LastIndexOf((byte)'[') is int open and >= 0)
        {
            process = tag[(open + 1)..^1];
            tag = tag[..open];
        }

        text = end < text.Length ? text[(end + 1)..] : default;
        return tag;
    }

    // RFC 5424: 1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA [MSG]
    private static bool TryReadHeader(
        scoped ref ReadOnlySpan<byte> text, List<JournalField> fields, out ReadOnlySpan<byte> tag, out ReadOnlySpan<byte> process)
    {
        ReadOnlySpan<byte> rest = text[2..];
        tag = default;
        process = default;
        ReadOnlySpan<byte> time = Word(ref rest);
        ReadOnlySpan<byte> host = Word(ref rest);
        ReadOnlySpan<byte> program = Word(ref rest);
        ReadOnlySpan<byte> id = Word(ref rest);
        ReadOnlySpan<byte> message = Word(ref rest);
        if ((!IsNil(time) && !IsIsoTime(time)) || host.IsEmpty || program.IsEmpty || id.IsEmpty || message.IsEmpty
            || StructuredLength(rest) is not (> 0 and int data))
        {
            return false;
        }

        Add(fields, "SYSLOG_TIMESTAMP"u8, time);
        Add(fields, "SYSLOG_MSGID"u8, message);
        Add(fields, "SYSLOG_STRUCTURED_DATA"u8, rest[..data]);
        rest = rest[data..];
        rest = rest is [(byte)' ', ..] ? rest[1..] : rest;
        ReadOnlySpan<byte> mark = [0xef, 0xbb, 0xbf];
        text = rest.StartsWith(mark) ? rest[mark.Length..] : rest;
        tag = IsNil(program) ? default : program;
        process = IsNil(id) ? default : id;
        return true;
    }

    private static ReadOnlySpan<byte> Word(scoped ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = end < 0 ? default : rest[..end];
        rest = rest[(end + 1)..];
        return word;
    }

    // "-", or elements in brackets, in whose quoted values \ takes away a quote's or bracket's meaning.
    private static int StructuredLength(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("-"u8))
        {
            return text.Length == 1 || text[1] == ' ' ? 1 : 0;
        }

        int index = 0;
        while (index < text.Length && text[index] == '[')
        {
            bool isQuoted = false;
            for (index++; index < text.Length && (isQuoted || text[index] != ']'); index++)
            {
                isQuoted ^= text[index] == '"';
                index += isQuoted && text[index] == '\\' ? 1 : 0;
            }

            if (index >= text.Length)
            {
                return 0;
            }

            index++;
        }

        return index;
    }

    private static bool IsNil(ReadOnlySpan<byte> word) => word.SequenceEqual("-"u8);

    private static void AddPid(List<JournalField> fields, ReadOnlySpan<byte> process) => Add(fields, "SYSLOG_PID"u8, process);

    private static void Add(List<JournalField> fields, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty && !IsNil(value))
        {
            fields.Add(new JournalField(name.ToArray(), value.ToArray()));
        }
    }
}
