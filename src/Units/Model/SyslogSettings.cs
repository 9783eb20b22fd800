namespace Ptracer.Units;

/// <summary>SyslogIdentifier= and its like.</summary>
internal sealed class SyslogSettings
{
    /// <summary>Names of facilities; the index is the number.</summary>
    public static readonly string[] FacilityNames =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp",
        "", "", "", "", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    /// <summary>Names of levels; the index is the number.</summary>
    public static readonly string[] LevelNames = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

    private const int Daemon = 3;
    private const int Info = 6;

    /// <summary>Reads them.</summary>
    public SyslogSettings(SettingReader settings)
    {
        Identifier = settings.Text("SyslogIdentifier");
        Facility = settings.Last("SyslogFacility", text => Find(FacilityNames, text), "Failed to parse log facility") ?? Daemon;
        Level = settings.Last("SyslogLevel", text => Find(LevelNames, text), "Failed to parse log level") ?? Info;
        LevelPrefix = settings.Flag("SyslogLevelPrefix", true);
        LevelMax = settings.Last("LogLevelMax", text => Find(LevelNames, text), "Failed to parse log level");
        RateLimitInterval = settings.Last("LogRateLimitIntervalSec", text => UnitTime.Parse(text), "Failed to parse sec value");
        RateLimitBurst = settings.Count("LogRateLimitBurst", 0);
    }

    /// <summary>Null: the name of the program.</summary>
    public string? Identifier { get; }

    public int Facility { get; }

    public int Level { get; }

    /// <summary>Whether lines may begin with <c>&lt;LEVEL&gt;</c>.</summary>
    public bool LevelPrefix { get; }

    /// <summary>Lines above this level are dropped; null: none.</summary>
    public int? LevelMax { get; }

    public UnitTime? RateLimitInterval { get; }

    public uint RateLimitBurst { get; }

    private static int? Find(string[] names, string text)
    {
        int index = text.Length == 0 ? -1 : Array.IndexOf(names, text);
        return index >= 0 ? index : Numbers.Signed(text, 0, names.Length == LevelNames.Length ? 7 : 127);
    }
}
