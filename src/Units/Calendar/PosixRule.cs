namespace Ptracer.Units;

/// <summary>A day of the year in a <see cref="PosixZone"/>.</summary>
/// <param name="Form"><c>M</c>: month, week and weekday; <c>J</c>: day from 1 without 29 February; <c>N</c>: day from 0.</param>
/// <param name="First">The month or day.</param>
/// <param name="Week">1 to 5, which is the last.</param>
/// <param name="Weekday">0 is Sunday.</param>
/// <param name="Time">Seconds after midnight.</param>
internal readonly record struct PosixRule(char Form, int First, int Week, int Weekday, int Time)
{
    private const long SecondsPerDay = 86400;

    /// <summary>The local time of it in a year, as if it were UTC.</summary>
    public long InYear(int year)
    {
        long newYear = new BrokenTime(year, 1, 1, 0, 0, 0).ToUnixSeconds();
        if (Form != 'M')
        {
            bool isAfterLeapDay = Form == 'J' && First >= 60 && DateTime.IsLeapYear(Math.Clamp(year, 1, 9999));
            int day = Form == 'J' ? First - 1 + (isAfterLeapDay ? 1 : 0) : First;
            return newYear + (day * SecondsPerDay) + Time;
        }

        BrokenTime first = new(year, First, 1, 0, 0, 0);
        int monday = (Weekday + 6) % 7;
        int ahead = (monday - first.Weekday + 7) % 7;
        int date = 1 + ahead + ((Week - 1) * 7);
        long next = new BrokenTime(year, First + 1, 1, 0, 0, 0).ToUnixSeconds();
        long time = new BrokenTime(year, First, date, 0, 0, 0).ToUnixSeconds();
        return (time >= next ? time - (7 * SecondsPerDay) : time) + Time;
    }
}
