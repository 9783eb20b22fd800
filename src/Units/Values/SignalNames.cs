using System.Globalization;

namespace Ptracer.Units;

/// <summary>Numbers and names of signals, as on Linux for x86 and ARM.</summary>
internal static class SignalNames
{
    /// <summary>The first real-time signal of programs.</summary>
    public const int RealTimeMin = 34;

    /// <summary>The last signal.</summary>
    public const int RealTimeMax = 64;

    private static readonly string[] s_names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>The number of <c>SIGTERM</c>, <c>TERM</c>, <c>15</c>, <c>RTMIN+3</c> or <c>SIGRTMAX-1</c>; null for anything else.</summary>
    public static int? Parse(string text)
    {
        if (Numbers.Signed(text) is { } number)
        {
            return number is >= 1 and <= RealTimeMax ? (int)number : null;
        }

        string name = text.StartsWith("SIG", StringComparison.Ordinal) ? text[3..] : text;
        int index = Array.IndexOf(s_names, name);
        return index > 0 ? index : RealTime(name);
    }

    /// <summary>The name of a signal, with SIG.</summary>
    public static string NameOf(int signal) => signal switch
    {
        > 0 when signal < s_names.Length => "SIG" + s_names[signal],
        >= RealTimeMin and <= RealTimeMax => string.Create(CultureInfo.InvariantCulture, $"SIGRTMIN+{signal - RealTimeMin}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{signal}"),
    };

    private static int? RealTime(string name)
    {
        bool fromMax = name.StartsWith("RTMAX", StringComparison.Ordinal);
        if (!fromMax && !name.StartsWith("RTMIN", StringComparison.Ordinal))
        {
            return null;
        }

        int first = fromMax ? RealTimeMax : RealTimeMin;
        if (name.Length == 5)
        {
            return first;
        }

        return name[5] == (fromMax ? '-' : '+') && Numbers.Signed(name[6..], 0, RealTimeMax - RealTimeMin) is { } offset
            ? fromMax ? first - offset : first + offset
            : null;
    }
}
