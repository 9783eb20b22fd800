namespace Ptracer.Units;

/// <summary>A zone as the TZ variable describes it: <c>CET-1CEST,M3.5.0,M10.5.0/3</c>; valid after a file's last transition.</summary>
/// <param name="Standard">Seconds east of UTC.</param>
/// <param name="Saving">Daylight saving; null when there is none.</param>
internal sealed record PosixZone(int Standard, PosixSaving? Saving)
{
    /// <summary>Reads it; null when it is none.</summary>
    public static PosixZone? Parse(string text)
    {
        int at = 0;
        if (!TakeName(text, ref at) || !TakeTime(text, ref at, out int west))
        {
            return null;
        }

        if (at == text.Length)
        {
            return new PosixZone(-west, null);
        }

        int savingWest = west - 3600;
        if (!TakeName(text, ref at) || (at < text.Length && text[at] != ',' && !TakeTime(text, ref at, out savingWest)))
        {
            return null;
        }

        return TakeRule(text, ref at, out PosixRule start) && TakeRule(text, ref at, out PosixRule end) && at == text.Length
            ? new PosixZone(-west, new PosixSaving(-savingWest, start, end))
            : null;
    }

    /// <summary>Seconds east of UTC at a time.</summary>
    public int OffsetAt(long unixSeconds)
    {
        if (Saving is null)
        {
            return Standard;
        }

        int year = BrokenTime.FromUnixSeconds(unixSeconds + Standard).Year;
        long start = Saving.Start.InYear(year) - Standard;
        long end = Saving.End.InYear(year) - Saving.Offset;
        bool isSaving = start < end ? unixSeconds >= start && unixSeconds < end : unixSeconds >= start || unixSeconds < end;
        return isSaving ? Saving.Offset : Standard;
    }

    private static bool TakeName(string text, ref int at)
    {
        int start = at;
        if (at < text.Length && text[at] == '<')
        {
            at = text.IndexOf('>', at) + 1;
            return at > start;
        }

        while (at < text.Length && char.IsAsciiLetter(text[at]))
        {
            at++;
        }

        return at > start;
    }

    // [+-]HH[:MM[:SS]], in seconds.
    private static bool TakeTime(string text, ref int at, out int seconds)
    {
        int sign = at < text.Length && text[at] == '-' ? -1 : 1;
        at += at < text.Length && text[at] is '-' or '+' ? 1 : 0;
        seconds = 0;
        int start = at;
        for (int unit = 3600; unit > 0; unit /= 60)
        {
            seconds += TakeNumber(text, ref at) * unit;
            if (at >= text.Length || text[at] != ':')
            {
                break;
            }

            at++;
        }

        seconds *= sign;
        return at > start;
    }

    private static int TakeNumber(string text, ref int at)
    {
        int value = 0;
        while (at < text.Length && char.IsAsciiDigit(text[at]) && value < 10_000)
        {
            value = (value * 10) + text[at++] - '0';
        }

        return value;
    }

    // ,Mm.w.d[/time] or ,Jn[/time] or ,n[/time]
    private static bool TakeRule(string text, ref int at, out PosixRule rule)
    {
        rule = default;
        if (at + 1 >= text.Length || text[at++] != ',')
        {
            return false;
        }

        char form = char.IsAsciiLetter(text[at]) ? text[at++] : 'N';
        int first = TakeNumber(text, ref at);
        int second = 0;
        int third = 0;
        if (form == 'M')
        {
            at++;
            second = TakeNumber(text, ref at);
            at++;
            third = TakeNumber(text, ref at);
            if (first is < 1 or > 12)
            {
                return false;
            }
        }

        int time = 7200;
        if (at < text.Length && text[at] == '/')
        {
            at++;
            if (!TakeTime(text, ref at, out time))
            {
                return false;
            }
        }

        rule = new PosixRule(form, first, second, third, time);
        return at <= text.Length && form is 'M' or 'J' or 'N';
    }
}
