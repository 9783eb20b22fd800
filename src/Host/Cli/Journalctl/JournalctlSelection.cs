using System.Globalization;
using Ptracer.Journal.Output;
using Ptracer.Journal.Reading;

namespace Ptracer.Host.Cli.Journalctl;

/// <summary>Turns the filtering options into a query.</summary>
internal sealed class JournalctlSelection(JournalctlOptions options, string directory, LocalClock clock, string hostname)
{
    private static readonly string[] s_levels = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

    private static readonly string[] s_facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "12", "13", "14", "15",
        "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    /// <summary>The names of the facilities.</summary>
    public static IEnumerable<string> FacilityNames => s_facilities;

    /// <summary>The query.</summary>
    /// <exception cref="JournalctlFailure">An option's value is wrong.</exception>
    public JournalQuery Query()
    {
        (long? since, long? until) = Times();
        (int low, int high) = Priorities();
        (JournalKey? from, CursorStart start) = Cursor();
        JournalctlMatches? matches = JournalctlMatches.Parse(options.Matches);
        JournalBoot? boot = Boot();
        return new JournalQuery
        {
            Units = Units(),
            Boot = boot?.Id,
            // A boot's records are found as the time's are, without reading those before.
            SinceUs = boot is null ? since : Math.Max(since ?? 0, boot.FirstUs),
            UntilUs = until,
            LowestPriority = low,
            HighestPriority = high,
            Facilities = [.. options.Values("facility").SelectMany(list => list.Split(',')).Select(Facility)],
            Identifiers = [.. options.Values("identifier")],
            Grep = Pattern(),
            Match = matches is null ? null : entry => matches.Holds(entry, hostname),
            From = from,
            Start = start,
        };
    }

    private (long? Since, long? Until) Times()
    {
        long now = (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        long? since = Time("since", now);
        long? until = Time("until", now);
        if (since > until)
        {
            throw new JournalctlFailure("--since= must be before --until=.");
        }

        string[] starts = ["since", "cursor", "after-cursor"];
        return starts.Count(options.Has) <= 1
            ? (since, until)
            : throw new JournalctlFailure("Please specify only one of --since=, --cursor=, and --after-cursor.");
    }

    private long? Time(string option, long now) => options.Value(option) is { } text
        ? TimeSyntax.Time(text, clock, now) ?? throw new JournalctlFailure($"Failed to parse timestamp: {text}")
        : null;

    private (int Low, int High) Priorities()
    {
        if (options.Value("priority") is not { } range)
        {
            return (0, 7);
        }

        int dots = range.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            return (0, Level(range) ?? throw new JournalctlFailure($"Unknown log level {range}"));
        }

        int? first = Level(range[..dots]);
        int? second = Level(range[(dots + 2)..]);
        return first is { } from && second is { } to
            ? (Math.Min(from, to), Math.Max(from, to))
            : throw new JournalctlFailure($"Failed to parse log level range {range}");
    }

    private static int? Level(string text)
    {
        int named = text switch
        {
            "panic" => 0,
            "error" => 3,
            "warn" => 4,
            _ => Array.IndexOf(s_levels, text),
        };
        return named >= 0 ? named : text is [>= '0' and <= '7'] ? text[0] - '0' : null;
    }

    private static int Facility(string text)
    {
        int named = Array.IndexOf(s_facilities, text);
        return named >= 0
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out named) && named < s_facilities.Length)
                ? named
                : throw new JournalctlFailure($"Bad --facility= argument \"{text}\".");
    }

    private MessagePattern? Pattern()
    {
        if (options.Value("grep") is not { } pattern)
        {
            return null;
        }

        CaseRule rule = !options.Has("case-sensitive")
            ? CaseRule.Smart
            : (options.Value("case-sensitive") ?? "yes").ToLowerInvariant() switch
            {
                "1" or "yes" or "y" or "true" or "t" or "on" => CaseRule.Sensitive,
                "0" or "no" or "n" or "false" or "f" or "off" => CaseRule.Insensitive,
                string other => throw new JournalctlFailure($"Bad --case-sensitive= argument \"{other}\": Invalid argument"),
            };
        try
        {
            return new MessagePattern(pattern, rule);
        }
        catch (PtracerException wrong)
        {
            throw new JournalctlFailure($"Bad pattern {wrong.Message}");
        }
    }

    private (JournalKey? From, CursorStart Start) Cursor()
    {
        string? at = options.Value("cursor");
        string? after = options.Value("after-cursor");
        if (options.Value("cursor-file") is { } file && File.Exists(file))
        {
            after ??= File.ReadAllText(file).Trim();
        }

        if ((at ?? after) is not { Length: > 0 } cursor)
        {
            return (null, CursorStart.At);
        }

        return JournalCursor.TryParse(cursor, out JournalKey key)
            ? (key, at is null ? CursorStart.After : CursorStart.At)
            : throw new JournalctlFailure("Failed to seek to cursor: Invalid argument");
    }

    private List<string> Units()
    {
        List<string> units = [.. options.Values("unit").Select(Mangle)];
        List<string> patterns = units.FindAll(Glob.IsPattern);
        if (patterns.Count > 0)
        {
            IReadOnlyList<string> known = JournalReader.UnitNames(directory);
            if (patterns.Count == units.Count && !known.Any(name => patterns.Any(pattern => Glob.Matches(pattern, name))))
            {
                throw new JournalctlFailure("Failed to add filter for units: No data available");
            }
        }

        return units;
    }

    // A name without a unit's suffix is a service's.
    private static string Mangle(string name)
    {
        string[] suffixes =
            [".service", ".socket", ".target", ".device", ".mount", ".automount", ".swap", ".timer", ".path", ".slice", ".scope"];
        return Glob.IsPattern(name) || suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) ? name : name + ".service";
    }

    private JournalBoot? Boot()
    {
        if (!options.Has("boot"))
        {
            return null;
        }

        string text = options.Value("boot") ?? "";
        if (!BootChoice.TryParse(text, out BootChoice choice))
        {
            throw new JournalctlFailure($"Failed to parse boot descriptor '{text}'");
        }

        if (choice.IsAll)
        {
            return null;
        }

        return choice.Find(JournalBoot.List(directory))
            ?? throw new JournalctlFailure(
                $"Data from the specified boot ({choice.Describe()}) is not available: No such boot ID in journal");
    }
}
