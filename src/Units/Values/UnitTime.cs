using System.Globalization;
using System.Text;

namespace Ptracer.Units;

/// <summary>A time span of systemd.time(7): microseconds, or infinity.</summary>
/// <param name="Microseconds">The span, in microseconds; <see cref="ulong.MaxValue"/> is infinity.</param>
internal readonly partial record struct UnitTime(ulong Microseconds)
{
    /// <summary>No end.</summary>
    public static readonly UnitTime Infinity = new(ulong.MaxValue);

    /// <summary>Nothing.</summary>
    public static readonly UnitTime Zero;

    private const ulong MicrosecondsPerSecond = 1_000_000;

    // What systemd prints with, largest first.
    private static readonly (string Suffix, ulong Microseconds)[] s_printed =
    [
        ("y", 31_557_600_000_000), ("month", 2_629_800_000_000), ("w", 604_800_000_000), ("d", 86_400_000_000),
        ("h", 3_600_000_000), ("min", 60_000_000), ("s", MicrosecondsPerSecond), ("ms", 1000), ("us", 1),
    ];

    /// <summary>Whether it has no end.</summary>
    public bool IsInfinite => Microseconds == ulong.MaxValue;

    /// <summary>Whether it is nothing.</summary>
    public bool IsZero => Microseconds == 0;

    /// <summary>Whole seconds.</summary>
    public static UnitTime FromSeconds(ulong seconds) => new(seconds * MicrosecondsPerSecond);

    /// <summary>The span for .NET; the largest that it has when this is longer.</summary>
    public TimeSpan ToTimeSpan() =>
        Microseconds > (ulong)(TimeSpan.MaxValue.Ticks / 10) ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)Microseconds * 10);

    /// <summary>As systemd prints it: <c>1h 30min</c>, <c>1.500000s</c>, <c>infinity</c>.</summary>
    public override string ToString() => ToString(1);

    /// <summary>As systemd prints it, to an accuracy in microseconds (a power of ten, or a unit).</summary>
    public string ToString(ulong accuracyMicroseconds)
    {
        if (IsInfinite)
        {
            return "infinity";
        }

        if (IsZero)
        {
            return "0";
        }

        ulong rest = Microseconds;
        StringBuilder text = new();
        foreach ((string suffix, ulong unit) in s_printed)
        {
            if (rest == 0 || (rest < accuracyMicroseconds && text.Length > 0))
            {
                break;
            }

            if (rest < unit)
            {
                continue;
            }

            rest = Append(text, rest, suffix, unit, accuracyMicroseconds);
        }

        return text.ToString();
    }

    // Below a minute a fraction is shown behind a dot, and the rest is done with.
    private static ulong Append(StringBuilder text, ulong rest, string suffix, ulong unit, ulong accuracy)
    {
        ulong whole = rest / unit;
        ulong fraction = rest % unit;
        text.Append(text.Length > 0 ? " " : "").Append(CultureInfo.InvariantCulture, $"{whole}");
        ulong left = fraction;
        if (rest < 60 * MicrosecondsPerSecond && fraction > 0)
        {
            int digits = 0;
            for (ulong size = unit; size > 1; size /= 10)
            {
                digits++;
            }

            for (ulong size = accuracy; size > 1; size /= 10)
            {
                fraction /= 10;
                digits--;
            }

            if (digits > 0)
            {
                text.Append('.').Append(fraction.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'));
                left = 0;
            }
        }

        text.Append(suffix);
        return left;
    }
}
