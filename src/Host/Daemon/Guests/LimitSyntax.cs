using System.Globalization;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>
/// Resource limits as systemd writes them (systemd.exec(5), Limit*=): <c>soft[:hard]</c>, <c>infinity</c>, sizes with
/// K, M, G, T, P, E to the base 1024, CPU in seconds and RTTIME in microseconds with units of time, NICE as a level
/// with a sign.
/// </summary>
internal static class LimitSyntax
{
    private enum Unit
    {
        Count,
        Bytes,
        Seconds,
        Microseconds,
        Nice,
    }

    private static readonly Dictionary<string, (int Resource, Unit Unit)> s_names = new()
    {
        ["CPU"] = (0, Unit.Seconds),
        ["FSIZE"] = (1, Unit.Bytes),
        ["DATA"] = (2, Unit.Bytes),
        ["STACK"] = (3, Unit.Bytes),
        ["CORE"] = (4, Unit.Bytes),
        ["RSS"] = (5, Unit.Bytes),
        ["NPROC"] = (6, Unit.Count),
        ["NOFILE"] = (7, Unit.Count),
        ["MEMLOCK"] = (8, Unit.Bytes),
        ["AS"] = (9, Unit.Bytes),
        ["LOCKS"] = (10, Unit.Count),
        ["SIGPENDING"] = (11, Unit.Count),
        ["MSGQUEUE"] = (12, Unit.Bytes),
        ["NICE"] = (13, Unit.Nice),
        ["RTPRIO"] = (14, Unit.Count),
        ["RTTIME"] = (15, Unit.Microseconds),
    };

    // Microseconds of each; a longer name before one that it ends in.
    private static readonly (string Suffix, ulong Microseconds)[] s_times =
    [
        ("us", 1), ("ms", 1000), ("min", 60_000_000), ("s", 1_000_000), ("m", 60_000_000), ("h", 3_600_000_000),
        ("d", 86_400_000_000), ("w", 604_800_000_000),
    ];

    /// <summary>The names of the limits.</summary>
    public static string Names => string.Join(' ', s_names.Keys);

    /// <summary>Reads a limit.</summary>
    /// <param name="name">systemd's name without <c>Limit</c>, in capitals.</param>
    /// <param name="value"><c>soft[:hard]</c>.</param>
    /// <exception cref="ControlException">There is no such limit, or the value is malformed.</exception>
    public static ResourceLimit Parse(string name, string value)
    {
        if (!s_names.TryGetValue(name, out (int Resource, Unit Unit) known))
        {
            throw Wrong($"limit {name}: there is none; the limits are {Names}");
        }

        string[] parts = value.Split(':');
        if (parts.Length > 2 || !TryAmount(parts[0], known.Unit, out ulong soft) || !TryAmount(parts[^1], known.Unit, out ulong hard))
        {
            throw Wrong($"limit {name}={value}: not soft[:hard]; write {Example(known.Unit)}");
        }

        return soft <= hard
            ? new ResourceLimit(known.Resource, soft, hard)
            : throw Wrong($"limit {name}={value}: the soft limit is above the hard one; exchange them");
    }

    private static string Example(Unit unit) => unit switch
    {
        Unit.Count => "a number such as 1024, 1024:4096 or infinity",
        Unit.Bytes => "a size such as 512M, 1G:2G or infinity",
        Unit.Seconds => "seconds, or a time such as 10min or infinity",
        Unit.Microseconds => "microseconds, or a time such as 500ms or infinity",
        _ => "a nice level such as +5 or -5, or 1 to 40",
    };

    private static bool TryAmount(string text, Unit unit, out ulong amount)
    {
        amount = ResourceLimit.Infinity;
        return text == "infinity" || unit switch
        {
            Unit.Count => TryNumber(text, out amount),
            Unit.Bytes => TrySize(text, out amount),
            Unit.Seconds => TryTime(text, 1_000_000, out amount),
            Unit.Microseconds => TryTime(text, 1, out amount),
            _ => TryNice(text, out amount),
        };
    }

    private static bool TryNumber(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number != ResourceLimit.Infinity;

    private static bool TrySize(string text, out ulong bytes)
    {
        int shift = text.Length == 0 ? 0 : ("BKMGTPE".IndexOf(text[^1], StringComparison.Ordinal) * 10);
        bool hasUnit = shift >= 0 && text.Length > 0;
        return TryNumber(hasUnit ? text[..^1] : text, out bytes) && TryScale(ref bytes, hasUnit ? 1UL << shift : 1);
    }

    private static bool TryTime(string text, ulong microsecondsOfUnit, out ulong amount)
    {
        foreach ((string suffix, ulong microseconds) in s_times)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                bool good = TryNumber(text[..^suffix.Length].TrimEnd(), out amount) && TryScale(ref amount, microseconds);
                // Rounded up, as systemd does: no limit becomes 0.
                amount = (amount / microsecondsOfUnit) + (amount % microsecondsOfUnit == 0 ? 0UL : 1UL);
                return good;
            }
        }

        return TryNumber(text, out amount);
    }

    // getrlimit(2): the ceiling of the nice value is 20 - limit.
    private static bool TryNice(string text, out ulong amount)
    {
        const int Base = 20;
        amount = 0;
        if (text.StartsWith('+') || text.StartsWith('-'))
        {
            bool good = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int level) && level is >= -20 and <= 19;
            amount = good ? (ulong)(Base - level) : 0;
            return good;
        }

        return TryNumber(text, out amount) && amount is >= 1 and <= 40;
    }

    private static bool TryScale(ref ulong amount, ulong factor)
    {
        if (amount > ulong.MaxValue / factor)
        {
            return false;
        }

        amount *= factor;
        return true;
    }

    private static ControlException Wrong(string message) => new(ControlError.Invalid, message);
}
