using System.Buffers;
using System.Globalization;

namespace Ptracer.Journal.Output;

/// <summary>Times and spans as journalctl's options take them; systemd.time(7).</summary>
internal static class TimeSyntax
{
    private const long Second = 1_000_000;
    private const long Day = 86_400 * Second;
    private const int FractionDigits = 6;

    private static readonly SearchValues<char> s_numberLetters = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> s_unitEnds = SearchValues.Create("0123456789. \t");

    private static readonly (string Names, long Us)[] s_units =
    [
        ("us usec µs", 1),
        ("ms msec", 1000),
        ("s sec second seconds", Second),
        ("m min minute minutes", 60 * Second),
        ("h hr hour hours", 3600 * Second),
        ("d day days", Day),
        ("w week weeks", 7 * Day),
        ("M month months", 2_629_800 * Second),
        ("y year years", 31_557_600 * Second),
    ];

    private static readonly string[] s_formats =
    [
        "yyyy-M-d H:m:s", "yy-M-d H:m:s", "yyyy-M-d H:m", "yy-M-d H:m", "yyyy-M-d", "yy-M-d", "H:m:s", "H:m",
    ];

    /// <summary>A time, microseconds since 1970; null: it is none.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="clock">The zone of times without one.</param>
    /// <param name="nowUs">The present time.</param>
    public static long? Time(string text, LocalClock clock, long nowUs)
    {
        DateTime today = clock.At(nowUs).Date;
        long? time = text switch
        {
            "now" => nowUs,
            "today" => Us(clock.Of(today)),
            "yesterday" => Us(clock.Of(today.AddDays(-1))),
            "tomorrow" => Us(clock.Of(today.AddDays(1))),
            ['@', .. string seconds] => Number(seconds, Second),
            ['+', .. string span] => nowUs + Span(span),
            ['-', .. string span] => nowUs - Span(span),
            _ when text.EndsWith(" ago", StringComparison.Ordinal) => nowUs - Span(text[..^4]),
            _ when text.EndsWith(" left", StringComparison.Ordinal) => nowUs + Span(text[..^5]),
            _ => Date(text, clock, nowUs),
        };
        return time is >= 0 ? time : null;
    }

    /// <summary>A span of time, microseconds; null: it is none.</summary>
    public static long? Span(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
        {
            return null;
        }

        long total = 0;
        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExcept(s_numberLetters);
            digits = digits < 0 ? rest.Length : digits;
            ReadOnlySpan<char> number = rest[..digits];
            rest = rest[digits..].TrimStart();
            int letters = rest.IndexOfAny(s_unitEnds);
            letters = letters < 0 ? rest.Length : letters;
            if (Unit(rest[..letters]) is not { } unit || Number(number, unit) is not { } part || part > long.MaxValue - total)
            {
                return null;
            }

            total += part;
            rest = rest[letters..].TrimStart();
        }

        return total;
    }

    /// <summary>A size, bytes, with K, M, G ... by 1024; null: it is none.</summary>
    public static long? Size(string text)
    {
        string upper = text.Trim();
        long factor = 1;
        if (upper.Length > 1 && "BKMGTPE".IndexOf(upper[^1], StringComparison.Ordinal) is int power and >= 0)
        {
            factor = 1L << (10 * power);
            upper = upper[..^1];
        }

        return Number(upper.Trim(), factor);
    }

    private static long? Unit(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
        {
            return Second;
        }

        foreach ((string names, long us) in s_units)
        {
            foreach (Range known in names.AsSpan().Split(' '))
            {
                if (names.AsSpan()[known].SequenceEqual(name))
                {
                    return us;
                }
            }
        }

        return null;
    }

    private static long? Number(ReadOnlySpan<char> text, long factor) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
        && number < long.MaxValue / (decimal)factor
            ? (long)(number * factor)
            : null;

    private static long Us(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static long? Date(string text, LocalClock clock, long nowUs)
    {
        if (text.EndsWith(" UTC", StringComparison.Ordinal))
        {
            return Date(text[..^4], LocalClock.Utc, nowUs);
        }

        string rest = WithoutZone(text, clock);
        DayOfWeek? weekday = Weekday(ref rest);
        long fraction = 0;
        int dot = rest.LastIndexOf('.');
        if (dot > 0 && rest.Contains(':', StringComparison.Ordinal))
        {
            string digits = rest[(dot + 1)..];
            if (digits.Length is 0 or > FractionDigits || !long.TryParse(digits.PadRight(FractionDigits, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out fraction))
            {
                return null;
            }

            rest = rest[..dot];
        }

        if (!DateTime.TryParseExact(rest, s_formats, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out DateTime time))
        {
            return null;
        }

        // A time alone is of today.
        time = rest.Contains('-', StringComparison.Ordinal) ? time : clock.At(nowUs).Date + time.TimeOfDay;
        return weekday is null || weekday == time.DayOfWeek ? Us(clock.Of(time)) + fraction : null;
    }

    // The zone's own short name may stand behind the time.
    private static string WithoutZone(string text, LocalClock clock)
    {
        int space = text.LastIndexOf(' ');
        return space > 0 && clock.HasName(text[(space + 1)..]) ? text[..space] : text;
    }

    private static DayOfWeek? Weekday(ref string text)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !char.IsAsciiLetter(text[0]))
        {
            return null;
        }

        string word = text[..space];
        foreach (DayOfWeek day in Enum.GetValues<DayOfWeek>())
        {
            string name = day.ToString();
            if (word.Equals(name, StringComparison.OrdinalIgnoreCase) || word.Equals(name[..3], StringComparison.OrdinalIgnoreCase))
            {
                text = text[(space + 1)..].TrimStart();
                return day;
            }
        }

        return null;
    }
}
