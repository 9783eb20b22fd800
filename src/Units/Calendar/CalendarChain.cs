namespace Ptracer.Units;

/// <summary>What holds for the components of one field together.</summary>
internal static class CalendarChain
{
    /// <summary>Cuts ranges to whole steps, and sorts.</summary>
    public static void Normalize(CalendarComponent[]? chain)
    {
        for (int index = 0; index < chain?.Length; index++)
        {
            (int start, int stop, int repeat) = chain[index];
            stop -= stop > start && repeat > 0 ? (stop - start) % repeat : 0;
            bool isSingle = (stop > start && repeat > 0 && (long)start + repeat > stop) || start == stop;
            chain[index] = isSingle ? new CalendarComponent(start, -1, 0) : new CalendarComponent(start, stop, repeat);
        }

        if (chain is not null)
        {
            Array.Sort(chain, Compare);
        }
    }

    /// <summary>Without entries that stand there twice.</summary>
    public static CalendarComponent[]? Distinct(CalendarComponent[]? chain) => chain?.Distinct().ToArray();

    /// <summary>Whether every value lies within limits and every step is taken at least once.</summary>
    public static bool IsValid(CalendarComponent[]? chain, int from, int to, bool endOfMonth = false)
    {
        foreach ((int start, int stop, int repeat) in chain ?? [])
        {
            to -= endOfMonth ? 3 : 0; // systemd's own arithmetic: three less for each entry
            if (start < from || start > to || repeat > to - from)
            {
                return false;
            }

            bool fits = stop >= 0 ? stop >= from && stop <= to && start + repeat <= stop
                : endOfMonth ? start - repeat >= from
                : start + repeat <= to;
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private static int Compare(CalendarComponent left, CalendarComponent right)
    {
        int order = left.Start.CompareTo(right.Start);
        order = order != 0 ? order : left.Stop.CompareTo(right.Stop);
        return order != 0 ? order : left.Repeat.CompareTo(right.Repeat);
    }
}
