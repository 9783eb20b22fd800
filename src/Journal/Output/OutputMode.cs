namespace Ptracer.Journal.Output;

/// <summary>journalctl's output modes.</summary>
internal enum OutputMode
{
    /// <summary>As syslog files: <c>Nov 24 10:34:20 host tag[pid]: text</c>.</summary>
    Short,

    /// <summary>With microseconds.</summary>
    ShortPrecise,

    /// <summary>With ISO 8601 times.</summary>
    ShortIso,

    /// <summary>With ISO 8601 times with microseconds.</summary>
    ShortIsoPrecise,

    /// <summary>With times as --since takes them.</summary>
    ShortFull,

    /// <summary>With monotonic times.</summary>
    ShortMonotonic,

    /// <summary>With seconds since 1970.</summary>
    ShortUnix,

    /// <summary>As short-full, with the unit's name in place of the tag.</summary>
    WithUnit,

    /// <summary>All fields, for people.</summary>
    Verbose,

    /// <summary>All fields, as systemd-journal-remote takes them.</summary>
    Export,

    /// <summary>A JSON object a line.</summary>
    Json,

    /// <summary>JSON over several lines.</summary>
    JsonPretty,

    /// <summary>JSON as server-sent events.</summary>
    JsonSse,

    /// <summary>JSON as a text sequence (RFC 7464).</summary>
    JsonSeq,

    /// <summary>The text alone.</summary>
    Cat,
}

/// <summary>The names of the modes.</summary>
internal static class OutputModes
{
    private static readonly (string Name, OutputMode Mode)[] s_names =
    [
        ("short", OutputMode.Short),
        ("short-precise", OutputMode.ShortPrecise),
        ("short-iso", OutputMode.ShortIso),
        ("short-iso-precise", OutputMode.ShortIsoPrecise),
        ("short-full", OutputMode.ShortFull),
        ("short-monotonic", OutputMode.ShortMonotonic),
        ("short-unix", OutputMode.ShortUnix),
        ("with-unit", OutputMode.WithUnit),
        ("verbose", OutputMode.Verbose),
        ("export", OutputMode.Export),
        ("json", OutputMode.Json),
        ("json-pretty", OutputMode.JsonPretty),
        ("json-sse", OutputMode.JsonSse),
        ("json-seq", OutputMode.JsonSeq),
        ("cat", OutputMode.Cat),
    ];

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => s_names.Select(pair => pair.Name);

    /// <summary>The mode of a name; null: there is none.</summary>
    public static OutputMode? Find(string name)
    {
        foreach ((string known, OutputMode mode) in s_names)
        {
            if (known == name)
            {
                return mode;
            }
        }

        return null;
    }
}

/// <summary>How records are shown.</summary>
internal sealed record FormatOptions
{
    /// <summary>The mode.</summary>
    public OutputMode Mode { get; init; }

    /// <summary>The zone of times.</summary>
    public LocalClock Clock { get; init; } = LocalClock.Utc;

    /// <summary>The host's name; null: not shown in the short modes.</summary>
    public string? Hostname { get; init; }

    /// <summary>Whether the host's name is left out of the short modes.</summary>
    public bool HidesHostname { get; init; }

    /// <summary>Whether unprintable and long values are shown as they are.</summary>
    public bool ShowsAll { get; init; }

    /// <summary>Whether colours tell the priority.</summary>
    public bool HasColors { get; init; }

    /// <summary>The only fields that verbose, export, JSON and cat show; empty: all.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>What was searched for, to be shown in colour.</summary>
    public Reading.MessagePattern? Highlight { get; init; }
}
