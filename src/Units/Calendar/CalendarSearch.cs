namespace Ptracer.Units;

/// <summary>Finds the times that a calendar expression names, field by field from the year down.</summary>
internal sealed class CalendarSearch
{
    private const int MicrosecondsPerSecond = 1_000_000;
    private const int LastYear = 2199;
    private const int MaxSteps = 1000; // an expression that never matches, such as 30 February

    private readonly CalendarSpec _spec;
    private readonly TimeZoneData _zone;
    private BrokenTime _time;
    private int _microsecond;

    private CalendarSearch(CalendarSpec spec, TimeZoneData zone)
    {
        _spec = spec;
        _zone = zone;
    }

    private enum Fit
    {
        Beyond,
        Normalized,
        Fits,
    }

    /// <summary>The first time after one; null when there is none.</summary>
    /// <param name="spec">The expression.</param>
    /// <param name="microseconds">The time, in microseconds since 1970.</param>
    /// <param name="zone">The zone that the expression's times are in.</param>
    public static long? Next(CalendarSpec spec, long microseconds, TimeZoneData zone)
    {
        long after = microseconds + 1;
        long seconds = Math.DivRem(after, MicrosecondsPerSecond, out long rest);
        CalendarSearch search = new(spec, zone) { _time = zone.ToLocal(seconds), _microsecond = (int)rest };
        return search.Find() ? (zone.FromLocal(search._time) * MicrosecondsPerSecond) + search._microsecond : null;
    }

    private bool Find()
    {
        for (int step = 0; step < MaxSteps; step++)
        {
            _time = _zone.ToLocal(_zone.FromLocal(_time));
            int year = _time.Year;
            int found = Match(_spec.Year, ref year, false);
            _time = found > 0 ? new BrokenTime(year, 1, 1, 0, 0, 0) : _time;
            _microsecond = found > 0 ? 0 : _microsecond;
            if (found < 0 || Check() != Fit.Fits)
            {
                return false;
            }

            if (FindInYear())
            {
                return true;
            }
        }

        return false;
    }

    // Each of these leaves the next time to try when nothing fits in the year.
    private bool FindInYear() => Month() && Day() && Hour() && Minute() && Second();

    private bool Month()
    {
        int month = _time.Month;
        int found = Match(_spec.Month, ref month, false);
        Start(found, _time with { Month = month, Day = 1, Hour = 0, Minute = 0, Second = 0 });
        return Settle(found, _time with { Year = _time.Year + 1, Month = 1, Day = 1, Hour = 0, Minute = 0, Second = 0 });
    }

    private bool Day()
    {
        int day = _time.Day;
        int found = Match(_spec.Day, ref day, _spec.EndOfMonth);
        Start(found, _time with { Day = day, Hour = 0, Minute = 0, Second = 0 });
        if (!Settle(found, _time with { Month = _time.Month + 1, Day = 1, Hour = 0, Minute = 0, Second = 0 }))
        {
            return false;
        }

        if ((_spec.Weekdays & (1 << _time.Weekday)) != 0)
        {
            return true;
        }

        Begin(_time with { Day = _time.Day + 1, Hour = 0, Minute = 0, Second = 0 });
        return false;
    }

    private bool Hour()
    {
        int hour = _time.Hour;
        int found = Match(_spec.Hour, ref hour, false);
        Start(found, _time with { Hour = hour, Minute = 0, Second = 0 });
        return Settle(found, _time with { Day = _time.Day + 1, Hour = 0, Minute = 0, Second = 0 });
    }

    private bool Minute()
    {
        int minute = _time.Minute;
        int found = Match(_spec.Minute, ref minute, false);
        Start(found, _time with { Minute = minute, Second = 0 });
        return Settle(found, _time with { Hour = _time.Hour + 1, Minute = 0, Second = 0 });
    }

    private bool Second()
    {
        int value = (_time.Second * MicrosecondsPerSecond) + _microsecond;
        int found = Match(_spec.Second, ref value, false);
        _microsecond = value % MicrosecondsPerSecond;
        _time = _time with { Second = value / MicrosecondsPerSecond };
        return Settle(found, _time with { Minute = _time.Minute + 1, Second = 0 });
    }

    private void Start(int found, BrokenTime time)
    {
        if (found > 0)
        {
            Begin(time);
        }
    }

    private void Begin(BrokenTime time)
    {
        _time = time;
        _microsecond = 0;
    }

    private bool Settle(int found, BrokenTime otherwise)
    {
        Fit fit = found < 0 ? Fit.Beyond : Check();
        if (fit == Fit.Beyond)
        {
            Begin(otherwise);
        }

        return fit == Fit.Fits;
    }

    // Whether the clock shows such a time; when it only shows a later one, that is where to go on.
    private Fit Check()
    {
        if (_time.Year > LastYear)
        {
            return Fit.Beyond;
        }

        BrokenTime shown = _zone.ToLocal(_zone.FromLocal(_time));
        if (shown == _time)
        {
            return Fit.Fits;
        }

        (int order, BrokenTime later) = Difference(shown);
        if (order < 0)
        {
            return Fit.Beyond;
        }

        _time = later;
        return Fit.Normalized;
    }

    private (int Order, BrokenTime Later) Difference(BrokenTime shown)
    {
        int order = shown.Year.CompareTo(_time.Year);
        if (order != 0)
        {
            return (order, shown with { Month = 1 });
        }

        order = shown.Month.CompareTo(_time.Month);
        if (order != 0)
        {
            return (order, shown with { Day = 1 });
        }

        order = shown.Day.CompareTo(_time.Day);
        if (order != 0)
        {
            return (order, shown with { Hour = 0 });
        }

        order = shown.Hour.CompareTo(_time.Hour);
        if (order != 0)
        {
            return (order, shown with { Minute = 0 });
        }

        order = shown.Minute.CompareTo(_time.Minute);
        return order != 0 ? (order, shown with { Second = 0 }) : (shown.Second.CompareTo(_time.Second), shown);
    }

    // 0: the value matches, 1: the value was moved on to the next that does, -1: there is none.
    private int Match(CalendarComponent[]? chain, ref int value, bool fromEnd)
    {
        if (chain is null)
        {
            return 0;
        }

        long? best = null;
        foreach ((int componentStart, int componentStop, int repeat) in chain)
        {
            int start = fromEnd ? FromEnd(componentStart) : componentStart;
            int stop = fromEnd ? FromEnd(componentStop) : componentStop;
            if (fromEnd && stop > 0)
            {
                (start, stop) = (stop, start);
            }

            long? candidate = Candidate(start, stop, repeat, value);
            best = candidate is { } found && (best is null || found < best) ? found : best;
        }

        if (best is not { } chosen)
        {
            return -1;
        }

        int result = chosen == value ? 0 : 1;
        value = (int)Math.Min(chosen, int.MaxValue);
        return result;
    }

    // The first value of a component that is not below a value.
    private static long? Candidate(int start, int stop, int repeat, int value)
    {
        if (start >= value)
        {
            return start;
        }

        long next = repeat > 0 ? start + (((value - start + repeat - 1L) / repeat) * repeat) : -1;
        return repeat > 0 && (stop < 0 || next <= stop) ? next : null;
    }

    // The date of the Nth last day of the month; -1 when the month has none.
    private int FromEnd(int day)
    {
        BrokenTime date = BrokenTime.FromUnixSeconds(new BrokenTime(_time.Year, _time.Month + 1, 1 - day, 0, 0, 0).ToUnixSeconds());
        return date.Month == _time.Month ? date.Day : -1;
    }
}
