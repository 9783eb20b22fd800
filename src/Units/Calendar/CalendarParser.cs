namespace Ptracer.Units;

/// <summary>Reads calendar expressions and normalizes them.</summary>
internal sealed partial class CalendarParser
{
    private const int MicrosecondsPerSecond = 1_000_000;
    private const int MaxComponents = 241;

    private static readonly (string Name, string Meaning)[] s_shorthands =
    [
        ("minutely", "*:*"), ("hourly", "*:00"), ("daily", "*-*-*"), ("monthly", "*-*-01"), ("weekly", "Mon *-*-*"),
        ("yearly", "*-01-01"), ("annually", "*-01-01"), ("anually", "*-01-01"), ("quarterly", "*-01,04,07,10-01"),
        ("semiannually", "*-01,07-01"), ("semi-annually", "*-01,07-01"), ("biannually", "*-01,07-01"), ("bi-annually", "*-01,07-01"),
    ];

    private static readonly string[] s_days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private readonly string _text;
    private int _at;
    private int _weekdays;
    private bool _endOfMonth;
    private bool _isUtc;
    private CalendarComponent[]? _year;
    private CalendarComponent[]? _month;
    private CalendarComponent[]? _day;
    private CalendarComponent[]? _hour;
    private CalendarComponent[]? _minute;
    private CalendarComponent[]? _second;

    private CalendarParser(string text) => _text = text;

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    /// <summary>Reads an expression; null when it is none.</summary>
    public static CalendarSpec? Parse(string text, Func<string, bool>? isZone)
    {
        string rest = TakeZone(text, isZone ?? LooksLikeZone, out string? zone);
        if (rest.Length == 0)
        {
            return null;
        }

        string? shorthand = Array.Find(s_shorthands, entry => entry.Name.Equals(rest, StringComparison.OrdinalIgnoreCase)).Meaning;
        CalendarParser parser = new(shorthand ?? rest);
        return parser.Read() ? parser.Finish(zone) : null;
    }

    private static string TakeZone(string text, Func<string, bool> isZone, out string? zone)
    {
        zone = null;
        int space = text.LastIndexOf(' ');
        if (space < 0)
        {
            return text;
        }

        string name = text[(space + 1)..];
        if (name.Equals("UTC", StringComparison.OrdinalIgnoreCase))
        {
            zone = "UTC";
        }
        else if (name.Length > 0 && isZone(name))
        {
            zone = name;
        }

        return zone is null ? text : text[..space];
    }

    // Without a database: a name of letters as zones have them, and no weekday or field.
    private static bool LooksLikeZone(string name) =>
        char.IsAsciiLetter(name[0]) && !name.Contains(':') && !name.Contains("..", StringComparison.Ordinal)
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '_' or '-' or '+')
        && !Array.Exists(s_days, day => name.StartsWith(day[..3], StringComparison.OrdinalIgnoreCase));

    private bool Read() => ReadWeekdays() && ReadDate(out bool isWhole) && (isWhole || ReadTime()) && _at == _text.Length;

    private CalendarSpec? Finish(string? zone)
    {
        bool endOfMonth = _endOfMonth && _day is not null;
        FixYears();
        CalendarComponent[]?[] chains = [_year, _month, _day, _hour, _minute, _second];
        foreach (CalendarComponent[]? chain in chains)
        {
            CalendarChain.Normalize(chain);
        }

        bool valid = CalendarChain.IsValid(_year, 1970, 2199) && CalendarChain.IsValid(_month, 1, 12)
            && CalendarChain.IsValid(_day, 1, 31, endOfMonth) && CalendarChain.IsValid(_hour, 0, 23)
            && CalendarChain.IsValid(_minute, 0, 59) && CalendarChain.IsValid(_second, 0, (60 * MicrosecondsPerSecond) - 1);
        return !valid ? null : new CalendarSpec
        {
            Weekdays = _weekdays is 0 ? CalendarSpec.AllWeekdays : _weekdays,
            Year = CalendarChain.Distinct(_year),
            Month = CalendarChain.Distinct(_month),
            Day = CalendarChain.Distinct(_day),
            Hour = CalendarChain.Distinct(_hour),
            Minute = CalendarChain.Distinct(_minute),
            Second = CalendarChain.Distinct(_second),
            EndOfMonth = endOfMonth,
            IsUtc = _isUtc || zone == "UTC",
            TimeZone = _isUtc || zone == "UTC" ? null : zone,
        };
    }

    private void FixYears()
    {
        for (int index = 0; index < _year?.Length; index++)
        {
            CalendarComponent component = _year[index];
            _year[index] = component with { Start = FixYear(component.Start), Stop = FixYear(component.Stop) };
        }
    }

    private static int FixYear(int year) => year switch
    {
        >= 0 and < 70 => year + 2000,
        >= 70 and < 100 => year + 1900,
        _ => year,
    };

    private bool ReadWeekdays()
    {
        int rangeStart = -1;
        for (bool first = true; ; first = false)
        {
            int day = TakeDay(out bool isDefective);
            if (isDefective || day < 0)
            {
                return !isDefective && first;
            }

            if (rangeStart > day)
            {
                return false;
            }

            for (int between = Math.Max(0, rangeStart < 0 ? day : rangeStart); between <= day; between++)
            {
                _weekdays |= 1 << between;
            }

            if (Current is '\0' or ' ')
            {
                SkipSpaces();
                return true;
            }

            if (!TakeDaySeparator(day, ref rangeStart))
            {
                return false;
            }

            if (Current is '\0' or ' ')
            {
                SkipSpaces();
                return rangeStart < 0; // a trailing comma is allowed, an open range is not
            }
        }
    }

    private bool TakeDaySeparator(int day, ref int rangeStart)
    {
        switch (Current)
        {
            case '.' or '-':
                int length = Current == '-' ? 1 : 2;
                if (rangeStart >= 0 || (length == 2 && (_at + 1 >= _text.Length || _text[_at + 1] != '.')))
                {
                    return false;
                }

                rangeStart = day;
                _at += length;
                return true;
            default: // a comma: nothing else follows a day
                rangeStart = -1;
                _at++;
                return true;
        }
    }

    // The number of the day that stands here; -1 when there is none.
    private int TakeDay(out bool isDefective)
    {
        isDefective = false;
        for (int day = 0; day < s_days.Length; day++)
        {
            foreach (string name in new[] { s_days[day], s_days[day][..3] })
            {
                if (!_text.AsSpan(_at).StartsWith(name, StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                _at += name.Length;
                isDefective = Current is not ('\0' or '-' or '.' or ',' or ' ');
                return day;
            }
        }

        return -1;
    }

    private bool ReadDate(out bool isWhole)
    {
        isWhole = false;
        int start = _at;
        if (Current == '\0')
        {
            return true;
        }

        if (Current == '@')
        {
            isWhole = true;
            return ReadTimestamp();
        }

        if (!ReadChain(1, out CalendarComponent[]? first))
        {
            return false;
        }

        if (Current is '\0' or ':')
        {
            _at = start; // a time, then
            return true;
        }

        if (!TakeDateSeparator() || !ReadChain(1, out CalendarComponent[]? second))
        {
            return false;
        }

        if (Current is '\0' or ' ')
        {
            SkipSpaces();
            (_month, _day) = (first, second);
            return true;
        }

        if (_endOfMonth || !TakeDateSeparator() || !ReadChain(1, out CalendarComponent[]? third) || Current is not ('\0' or ' '))
        {
            return false;
        }

        SkipSpaces();
        (_year, _month, _day) = (first, second, third);
        return true;
    }

    private bool TakeDateSeparator()
    {
        _endOfMonth |= Current == '~';
        return _text.Length > _at && _text[_at++] is '-' or '~';
    }

    private bool ReadTimestamp()
    {
        _at++;
        int start = _at;
        while (char.IsAsciiDigit(Current))
        {
            _at++;
        }

        if (!long.TryParse(_text.AsSpan(start, _at - start), out long seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return false;
        }

        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        _isUtc = true;
        (_year, _month, _day) = (Single(time.Year), Single(time.Month), Single(time.Day));
        (_hour, _minute, _second) = (Single(time.Hour), Single(time.Minute), Single(time.Second * MicrosecondsPerSecond));
        return true;
    }

    private bool ReadTime()
    {
        _second = Single(0);
        if (Current == '\0')
        {
            (_hour, _minute) = (Single(0), Single(0));
            return true;
        }

        if (!ReadChain(1, out _hour) || Current != ':')
        {
            return false;
        }

        _at++;
        if (!ReadChain(1, out _minute))
        {
            return false;
        }

        if (Current == '\0')
        {
            return true;
        }

        if (Current != ':')
        {
            return false;
        }

        _at++;
        return ReadChain(MicrosecondsPerSecond, out _second);
    }

    private static CalendarComponent[] Single(int value) => [new CalendarComponent(value, -1, 0)];

    private void SkipSpaces()
    {
        while (Current == ' ')
        {
            _at++;
        }
    }
}
