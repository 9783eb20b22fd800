using System.Globalization;
using System.Text;

namespace Ptracer.Units;

/// <summary>A calendar expression: systemd.time(7), "CALENDAR EVENTS". Normalized; <c>null</c> fields match all.</summary>
internal sealed class CalendarSpec
{
    /// <summary>All seven days.</summary>
    public const int AllWeekdays = 127;

    private const int MicrosecondsPerSecond = 1_000_000;
    private static readonly string[] s_days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>A bit for each day, Monday first; all set when no weekday is asked for.</summary>
    public int Weekdays { get; init; } = AllWeekdays;

    public CalendarComponent[]? Year { get; init; }

    public CalendarComponent[]? Month { get; init; }

    public CalendarComponent[]? Day { get; init; }

    public CalendarComponent[]? Hour { get; init; }

    public CalendarComponent[]? Minute { get; init; }

    /// <summary>In microseconds.</summary>
    public CalendarComponent[]? Second { get; init; }

    /// <summary>Days are counted from the end of the month, the last of which is 1.</summary>
    public bool EndOfMonth { get; init; }

    /// <summary>Times are UTC.</summary>
    public bool IsUtc { get; init; }

    /// <summary>The name of the time zone; null: UTC or the local one.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Reads an expression; null when it is none.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="isZone">Whether a name is one of a time zone; null: it only has to look like one.</param>
    public static CalendarSpec? Parse(string text, Func<string, bool>? isZone = null) => CalendarParser.Parse(text, isZone);

    /// <summary>The first time after one, in microseconds since 1970; null when there is none.</summary>
    /// <param name="afterMicroseconds">The time, in microseconds since 1970.</param>
    /// <param name="zone">The zone of the expression: what <see cref="TimeZone"/> names, else the local one; UTC for UTC.</param>
    public long? Next(long afterMicroseconds, TimeZoneData zone) => CalendarSearch.Next(this, afterMicroseconds, IsUtc ? TimeZoneData.Utc : zone);

    /// <summary>The normalized form, as <c>systemd-analyze calendar</c> prints it.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        if (Weekdays != AllWeekdays)
        {
            AppendWeekdays(text);
            text.Append(' ');
        }

        Append(text, Year, 4);
        text.Append('-');
        Append(text, Month, 2);
        text.Append(EndOfMonth ? '~' : '-');
        Append(text, Day, 2);
        text.Append(' ');
        Append(text, Hour, 2);
        text.Append(':');
        Append(text, Minute, 2);
        text.Append(':');
        Append(text, Second, 2, MicrosecondsPerSecond);
        text.Append(IsUtc ? " UTC" : TimeZone is null ? "" : " " + TimeZone);
        return text.ToString();
    }

    private void AppendWeekdays(StringBuilder text)
    {
        bool first = true;
        for (int day = 0; day < s_days.Length; day++)
        {
            if ((Weekdays & (1 << day)) == 0)
            {
                continue;
            }

            int last = day;
            while (last + 1 < s_days.Length && (Weekdays & (1 << (last + 1))) != 0)
            {
                last++;
            }

            text.Append(first ? "" : ",").Append(s_days[day]);
            if (last > day)
            {
                text.Append(last > day + 1 ? ".." : ",").Append(s_days[last]);
            }

            first = false;
            day = last;
        }
    }

    private static void Append(StringBuilder text, CalendarComponent[]? chain, int width, int unit = 1)
    {
        if (chain is null || (unit > 1 && chain is [{ Start: 0, Stop: < 0, Repeat: MicrosecondsPerSecond }]))
        {
            text.Append('*');
            return;
        }

        for (int index = 0; index < chain.Length; index++)
        {
            (int start, int stop, int repeat) = chain[index];
            text.Append(index == 0 ? "" : ",");
            AppendNumber(text, start, width, unit);
            if (stop > 0)
            {
                AppendNumber(text.Append(".."), stop, width, unit);
            }

            if (repeat > 0 && !(stop > 0 && repeat == unit))
            {
                AppendNumber(text.Append('/'), repeat, 1, unit);
            }
        }
    }

    private static void AppendNumber(StringBuilder text, int value, int width, int unit)
    {
        text.Append((value / unit).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0'));
        if (value % unit != 0)
        {
            text.Append('.').Append((value % unit).ToString(CultureInfo.InvariantCulture).PadLeft(6, '0'));
        }
    }
}
