namespace Ptracer.Units;

internal readonly partial record struct UnitTime
{
    private const string Whitespace = " \t\n\r";

    // The longest match wins, so a unit stands before those that begin it.
    private static readonly (string Name, ulong Microseconds)[] s_units =
    [
        ("seconds", 1_000_000), ("second", 1_000_000), ("sec", 1_000_000), ("s", 1_000_000),
        ("minutes", 60_000_000), ("minute", 60_000_000), ("min", 60_000_000),
        ("months", 2_629_800_000_000), ("month", 2_629_800_000_000), ("M", 2_629_800_000_000),
        ("msec", 1000), ("ms", 1000), ("m", 60_000_000),
        ("hours", 3_600_000_000), ("hour", 3_600_000_000), ("hr", 3_600_000_000), ("h", 3_600_000_000),
        ("days", 86_400_000_000), ("day", 86_400_000_000), ("d", 86_400_000_000),
        ("weeks", 604_800_000_000), ("week", 604_800_000_000), ("w", 604_800_000_000),
        ("years", 31_557_600_000_000), ("year", 31_557_600_000_000), ("y", 31_557_600_000_000),
        ("usec", 1), ("us", 1), ("µs", 1), ("μs", 1),
    ];

    /// <summary>Reads <c>5min 20s</c>, <c>1.5h</c>, <c>infinity</c>; null when it is no time span.</summary>
    /// <param name="text">The text.</param>
    /// <param name="defaultUnit">What a number without a unit counts, in microseconds.</param>
    public static UnitTime? Parse(string text, ulong defaultUnit = MicrosecondsPerSecond)
    {
        int at = Skip(text, 0, Whitespace);
        if (text.AsSpan(at).StartsWith("infinity"))
        {
            return Skip(text, at + 8, Whitespace) == text.Length ? Infinity : null;
        }

        ulong total = 0;
        bool any = false;
        while (true)
        {
            at = Skip(text, at, Whitespace);
            if (at == text.Length)
            {
                return any ? new UnitTime(total) : null;
            }

            if (ParsePart(text, ref at, defaultUnit) is not { } part || total + part < total)
            {
                return null;
            }

            total += part;
            any = true;
        }
    }

    /// <summary>Reads a limit in time: nothing means none.</summary>
    public static UnitTime? ParseLimit(string text) => Parse(text) is { } time ? time.IsZero ? Infinity : time : null;

    // A number, perhaps with a fraction, and its unit.
    private static ulong? ParsePart(string text, ref int at, ulong defaultUnit)
    {
        int number = at + (text[at] == '+' ? 1 : 0);
        int end = Skip(text, number, "0123456789");
        int fractionEnd = end < text.Length && text[end] == '.' ? Skip(text, end + 1, "0123456789") : end;
        if (fractionEnd == number || fractionEnd == end + 1 || (end == number && number != at))
        {
            return null;
        }

        ulong whole = 0;
        if (end > number && (!ulong.TryParse(text.AsSpan(number, end - number), out whole) || whole > long.MaxValue))
        {
            return null;
        }

        int unitAt = Skip(text, fractionEnd, Whitespace);
        int unitEnd = MatchUnit(text, unitAt, defaultUnit, out ulong unit);
        // `12.34.56` is nothing, `12.34 .56` is.
        if ((unitEnd == fractionEnd && fractionEnd != text.Length) || (whole > 0 && whole >= ulong.MaxValue / unit))
        {
            return null;
        }

        at = unitEnd;
        return (whole * unit) + Fraction(text, end + 1, fractionEnd, unit);
    }

    private static ulong Fraction(string text, int start, int end, ulong unit)
    {
        ulong value = 0;
        for (int index = start; index < end; index++)
        {
            unit /= 10;
            value += (ulong)(text[index] - '0') * unit;
        }

        return value;
    }

    private static int MatchUnit(string text, int at, ulong defaultUnit, out ulong unit)
    {
        foreach ((string name, ulong microseconds) in s_units)
        {
            if (text.AsSpan(at).StartsWith(name))
            {
                unit = microseconds;
                return at + name.Length;
            }
        }

        unit = defaultUnit;
        return at;
    }

    private static int Skip(string text, int at, string characters)
    {
        while (at < text.Length && characters.Contains(text[at]))
        {
            at++;
        }

        return at;
    }
}
