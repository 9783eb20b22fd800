namespace Ptracer.Units;

/// <summary>A limit of <c>Limit…=</c>, in the units of setrlimit(2).</summary>
/// <param name="Kind">Which resource.</param>
/// <param name="Soft">The soft limit; <see cref="ulong.MaxValue"/> for none.</param>
/// <param name="Hard">The hard limit; <see cref="ulong.MaxValue"/> for none.</param>
internal readonly record struct ResourceLimit(ResourceLimitKind Kind, ulong Soft, ulong Hard)
{
    /// <summary>RLIM_INFINITY.</summary>
    public const ulong Infinity = ulong.MaxValue;

    private const long NiceOffset = 20;

    /// <summary>Reads <c>VALUE</c> or <c>SOFT:HARD</c>.</summary>
    public static ResourceLimit? Parse(ResourceLimitKind kind, string text)
    {
        int colon = text.IndexOf(':');
        ulong? soft = Value(kind, colon < 0 ? text : text[..colon]);
        ulong? hard = colon < 0 ? soft : Value(kind, text[(colon + 1)..]);
        return soft is { } low && hard is { } high && low <= high ? new ResourceLimit(kind, low, high) : null;
    }

    private static ulong? Value(ResourceLimitKind kind, string text)
    {
        if (text == "infinity")
        {
            return Infinity;
        }

        switch (kind)
        {
            case ResourceLimitKind.CPU:
                return Time(text, 1_000_000);
            case ResourceLimitKind.RTTIME:
                return Time(text, 1);
            case ResourceLimitKind.NICE:
                return Nice(text);
            case ResourceLimitKind.NOFILE or ResourceLimitKind.NPROC or ResourceLimitKind.LOCKS
                or ResourceLimitKind.SIGPENDING or ResourceLimitKind.RTPRIO:
                ulong? count = Numbers.Unsigned(text);
                return count == Infinity ? null : count;
            default:
                ulong? size = Numbers.Size(text);
                return size == Infinity ? null : size;
        }
    }

    // Seconds are rounded up: a limit of 1us would otherwise be none.
    private static ulong? Time(string text, ulong unit)
    {
        if (UnitTime.Parse(text, unit) is not { } time)
        {
            return null;
        }

        return time.IsInfinite ? Infinity : (time.Microseconds / unit) + (time.Microseconds % unit == 0 ? 0UL : 1);
    }

    // With a sign a nice level, without one the kernel's raw value.
    private static ulong? Nice(string text)
    {
        if (text.StartsWith('+') || text.StartsWith('-'))
        {
            return Numbers.Signed(text, -20, 19) is { } nice ? (ulong)(NiceOffset - nice) : null;
        }

        return Numbers.Unsigned(text) is { } raw and <= 40 ? raw : null;
    }
}
