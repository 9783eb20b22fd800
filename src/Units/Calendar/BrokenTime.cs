namespace Ptracer.Units;

/// <summary>A time taken apart into fields, which may lie outside their limits until they are normalized.</summary>
/// <param name="Year">The year.</param>
/// <param name="Month">From 1.</param>
/// <param name="Day">From 1.</param>
/// <param name="Hour">From 0.</param>
/// <param name="Minute">From 0.</param>
/// <param name="Second">From 0; no leap seconds.</param>
internal readonly record struct BrokenTime(int Year, int Month, int Day, int Hour, int Minute, int Second)
{
    private const long SecondsPerDay = 86400;

    /// <summary>Seconds from 1970 to this time, were it UTC. Fields out of limits carry over.</summary>
    public long ToUnixSeconds()
    {
        int months = Month - 1;
        int year = Year + FloorDivide(months, 12);
        long days = DaysTo(year, months - (FloorDivide(months, 12) * 12)) + Day - 1;
        return (days * SecondsPerDay) + (Hour * 3600L) + (Minute * 60L) + Second;
    }

    /// <summary>The time in UTC.</summary>
    public static BrokenTime FromUnixSeconds(long seconds)
    {
        long days = Math.DivRem(seconds, SecondsPerDay, out long rest);
        if (rest < 0)
        {
            days--;
            rest += SecondsPerDay;
        }

        int year = 1970 + (int)(days / 366);
        while (DaysTo(year + 1, 0) <= days)
        {
            year++;
        }

        while (DaysTo(year, 0) > days)
        {
            year--;
        }

        int month = 0;
        while (month < 11 && DaysTo(year, month + 1) <= days)
        {
            month++;
        }

        int second = (int)rest;
        return new BrokenTime(year, month + 1, (int)(days - DaysTo(year, month)) + 1, second / 3600, second / 60 % 60, second % 60);
    }

    /// <summary>The day of the week of a normalized time, Monday 0.</summary>
    public int Weekday
    {
        get
        {
            long days = DaysTo(Year, Month - 1) + Day - 1;
            return (int)((((days + 3) % 7) + 7) % 7);
        }
    }

    private static int FloorDivide(int value, int divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);

    // Days from 1970 to the first of a month, counted from 0.
    private static long DaysTo(int year, int month)
    {
        ReadOnlySpan<short> before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
        long past = year - 1L;
        long leaps = FloorDivideLong(past, 4) - FloorDivideLong(past, 100) + FloorDivideLong(past, 400);
        bool isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        const long To1970 = 719_162;
        return (past * 365) + leaps + before[month] + (month > 1 && isLeap ? 1 : 0) - To1970;
    }

    private static long FloorDivideLong(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}
