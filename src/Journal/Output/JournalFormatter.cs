using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Ptracer.Journal.Reading;

namespace Ptracer.Journal.Output;

/// <summary>Shows records as journalctl 252 does.</summary>
internal sealed class JournalFormatter(IBufferWriter<byte> output, FormatOptions options)
{
    private const long UsPerSecond = 1_000_000;
    private const int LongName = 300;
    private const string Normal = "\x1b[0m";
    private const string Bold = "\x1b[0;1;39m";
    private const string Red = "\x1b[0;1;31m";
    private const string Yellow = "\x1b[0;1;38;5;185m";
    private const string Grey = "\x1b[0;38;5;245m";

    private readonly EntryJson _json = new(output, options);
    private int _column;

    /// <summary>Writes a record.</summary>
    public void Write(JournalEntry entry)
    {
        switch (options.Mode)
        {
            case OutputMode.Verbose:
                Verbose(entry);
                break;
            case OutputMode.Export:
                Export(entry);
                break;
            case OutputMode.Json or OutputMode.JsonPretty or OutputMode.JsonSse or OutputMode.JsonSeq:
                _json.Write(Head(entry), entry);
                break;
            case OutputMode.Cat:
                Cat(entry);
                break;
            default:
                Short(entry);
                break;
        }
    }

    private static (string On, string Highlight) Colors(int priority) => priority switch
    {
        <= 3 => (Red, Bold),
        4 => (Yellow, Bold),
        5 => (Bold, Red),
        6 => ("", Red),
        _ => (Grey, Red),
    };

    private static IEnumerable<(string Name, string Value)> Head(JournalEntry entry) =>
    [
        ("__CURSOR", entry.Cursor),
        ("__REALTIME_TIMESTAMP", entry.RealtimeUs.ToString(CultureInfo.InvariantCulture)),
        ("__MONOTONIC_TIMESTAMP", entry.MonotonicUs.ToString(CultureInfo.InvariantCulture)),
        ("_BOOT_ID", entry.Boot.ToString()),
    ];

    private void Short(JournalEntry entry)
    {
        _column = 0;
        Count(ShortTime(entry));
        if (options.Hostname is { } host && !options.HidesHostname)
        {
            Count(" " + host);
        }

        byte[] name = options.Mode == OutputMode.WithUnit ? Encoding.UTF8.GetBytes(entry.Unit) : entry.Identifier;
        if (name.Length > 0 && IsShown(name))
        {
            Put(" ");
            output.Write(name);
            _column += 1 + name.Length;
        }
        else
        {
            // Its width does not count, as in journalctl.
            Put(" unknown");
        }

        string pid = entry.Pid > 0 ? entry.Pid.ToString(CultureInfo.InvariantCulture) : SyslogPid(entry);
        if (pid.Length > 0)
        {
            Count($"[{pid}]");
        }

        Put(": ");
        byte[] message = options.ShowsAll ? entry.Message : Printable.StripTerminal(entry.Message);
        if (!options.ShowsAll && !Printable.IsText(message))
        {
            Put($"[{Printable.Size(message.Length)} blob data]\n");
            return;
        }

        Lines(message, _column + 2, entry.Priority);
    }

    private static string SyslogPid(JournalEntry entry)
    {
        foreach (JournalField field in entry.Fields)
        {
            if (field.Name.Span.SequenceEqual("SYSLOG_PID"u8) && Printable.IsText(field.Value.Span))
            {
                return Encoding.UTF8.GetString(field.Value.Span);
            }
        }

        return "";
    }

    private string ShortTime(JournalEntry entry)
    {
        long fraction = entry.RealtimeUs % UsPerSecond;
        DateTimeOffset time = options.Clock.At(entry.RealtimeUs);
        CultureInfo culture = CultureInfo.InvariantCulture;
        return options.Mode switch
        {
            OutputMode.ShortPrecise => time.ToString("MMM dd HH:mm:ss", culture) + string.Create(culture, $".{fraction:d6}"),
            OutputMode.ShortIso => time.ToString("yyyy-MM-ddTHH:mm:ss", culture) + LocalClock.Offset(time),
            OutputMode.ShortIsoPrecise =>
                time.ToString("yyyy-MM-ddTHH:mm:ss", culture) + string.Create(culture, $".{fraction:d6}") + LocalClock.Offset(time),
            OutputMode.ShortFull or OutputMode.WithUnit => FullTime(options.Clock, time, precise: ""),
            OutputMode.ShortMonotonic =>
                string.Create(culture, $"[{entry.MonotonicUs / UsPerSecond,5}.{entry.MonotonicUs % UsPerSecond:d6}]"),
            OutputMode.ShortUnix => string.Create(culture, $"{entry.RealtimeUs / UsPerSecond}.{fraction:d6}"),
            _ => time.ToString("MMM dd HH:mm:ss", culture),
        };
    }

    /// <summary>A time as systemd writes it: <c>Tue 2026-11-24 10:34:20 UTC</c>.</summary>
    /// <param name="clock">The clock of the zone.</param>
    /// <param name="time">The time.</param>
    /// <param name="precise">What stands behind the seconds.</param>
    public static string FullTime(LocalClock clock, DateTimeOffset time, string precise) =>
        time.ToString("ddd yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + precise + " " + clock.Name(time);

    private void Verbose(JournalEntry entry)
    {
        string fraction = string.Create(CultureInfo.InvariantCulture, $".{entry.RealtimeUs % UsPerSecond:d6}");
        Put($"{FullTime(options.Clock, options.Clock.At(entry.RealtimeUs), fraction)} [{entry.Cursor}]\n");
        List<JournalField> fields = JournalFields.Of(entry, options.Hostname);
        fields.Add(new JournalField("_BOOT_ID"u8.ToArray(), Encoding.ASCII.GetBytes(entry.Boot.ToString())));
        foreach (JournalField field in fields.Where(IsWanted))
        {
            bool isMessage = field.Name.Span.SequenceEqual("MESSAGE"u8);
            (string on, string off) = options.HasColors && isMessage ? (Bold, Normal) : ("", "");
            Put("    " + on);
            output.Write(field.Name.Span);
            Put("=");
            if (options.ShowsAll || Printable.IsText(field.Value.Span))
            {
                Lines(field.Value.ToArray(), 4 + field.Name.Length + 1, priority: 6);
                Put(off);
            }
            else
            {
                Put($"[{Printable.Size(field.Value.Length)} blob data]{off}\n");
            }
        }
    }

    private void Export(JournalEntry entry)
    {
        foreach ((string name, string value) in Head(entry))
        {
            Put($"{name}={value}\n");
        }

        Span<byte> length = stackalloc byte[sizeof(ulong)];
        foreach (JournalField field in JournalFields.Of(entry, options.Hostname).Where(IsWanted))
        {
            output.Write(field.Name.Span);
            bool isText = Printable.IsText(field.Value.Span) && !field.Value.Span.Contains((byte)'\n');
            Put(isText ? "=" : "\n");
            if (!isText)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)field.Value.Length);
                output.Write(length);
            }

            output.Write(field.Value.Span);
            Put("\n");
        }

        Put("\n");
    }

    private void Cat(JournalEntry entry)
    {
        (string on, string highlight) = options.HasColors ? Colors(entry.Priority) : ("", "");
        IReadOnlyList<string> names = options.Fields.Count > 0 ? options.Fields : ["MESSAGE"];
        List<JournalField> fields = JournalFields.Of(entry, options.Hostname);
        foreach (string name in names)
        {
            foreach (JournalField field in fields)
            {
                if (Encoding.ASCII.GetString(field.Name.Span) == name)
                {
                    bool isMessage = name == "MESSAGE";
                    (int found, int length) = isMessage ? Found(entry.Message) : default;
                    Colored(field.Value.Span, found, length, isMessage ? on : "", highlight);
                    Put("\n");
                }
            }
        }
    }

    private bool IsWanted(JournalField field) =>
        options.Fields.Count == 0 || options.Fields.Contains(Encoding.ASCII.GetString(field.Name.Span));

    // The lines of a text; those behind the first are set below it.
    private void Lines(byte[] text, int column, int priority)
    {
        if (text.Length == 0)
        {
            Put("\n");
            return;
        }

        (string on, string highlight) = options.HasColors ? Colors(priority) : ("", "");
        (int found, int length) = Found(text);
        ReadOnlySpan<byte> rest = text;
        int start = 0;
        while (start < text.Length)
        {
            int newline = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = UpToNul(newline < 0 ? rest : rest[..newline]);
            if (start > 0)
            {
                Put(new string(' ', column));
            }

            Colored(line, found - start, length, on, highlight);
            Put("\n");
            int taken = newline < 0 ? rest.Length : newline + 1;
            rest = rest[taken..];
            start += taken;
        }
    }

    // A text in its colour; what was searched for in another. Without a search journalctl shows its first zero letters so.
    private void Colored(ReadOnlySpan<byte> text, int found, int length, string on, string highlight)
    {
        Put(on);
        if (on.Length > 0 && found >= 0 && found < text.Length && found + length <= text.Length)
        {
            output.Write(text[..found]);
            Put(highlight);
            output.Write(text.Slice(found, length));
            Put(on);
            text = text[(found + length)..];
        }

        output.Write(text);
        Put(on.Length > 0 ? Normal : "");
    }

    // journalctl's printf ends there.
    private static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> line) => line.IndexOf((byte)0) is >= 0 and int nul ? line[..nul] : line;

    private (int Start, int Length) Found(byte[] text)
    {
        if (!options.HasColors || options.Highlight is not { } pattern)
        {
            return default;
        }

        string message = Encoding.UTF8.GetString(text);
        return pattern.Find(message) is ({ } start, { } length)
            ? (Encoding.UTF8.GetByteCount(message.AsSpan(0, start)), Encoding.UTF8.GetByteCount(message.AsSpan(start, length)))
            : default;
    }

    private bool IsShown(ReadOnlySpan<byte> name) => options.ShowsAll || (name.Length < LongName && Printable.IsText(name));

    private void Count(string text)
    {
        Put(text);
        _column += Encoding.UTF8.GetByteCount(text);
    }

    private void Put(string text) => Encoding.UTF8.GetBytes(text, output);
}
