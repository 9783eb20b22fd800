namespace Ptracer.Units;

/// <summary>The [Timer] section: systemd.timer(5).</summary>
internal sealed class TimerUnit
{
    private static readonly (string Key, TimerBase Base)[] s_monotonic =
    [
        ("OnActiveSec", TimerBase.Active), ("OnBootSec", TimerBase.Boot), ("OnStartupSec", TimerBase.Startup),
        ("OnUnitActiveSec", TimerBase.UnitActive), ("OnUnitInactiveSec", TimerBase.UnitInactive),
    ];

    /// <summary>Reads it.</summary>
    public TimerUnit(SettingReader settings)
    {
        Values = ReadValues(settings);
        Accuracy = settings.Time("AccuracySec", UnitTime.FromSeconds(60));
        RandomizedDelay = settings.Time("RandomizedDelaySec", UnitTime.Zero);
        FixedRandomDelay = settings.Flag("FixedRandomDelay");
        OnClockChange = settings.Flag("OnClockChange");
        OnTimezoneChange = settings.Flag("OnTimezoneChange");
        Persistent = settings.Flag("Persistent");
        WakeSystem = settings.Flag("WakeSystem");
        RemainAfterElapse = settings.Flag("RemainAfterElapse", true);
        Unit = UnitReference.Read(settings, "Unit", type => type is not (UnitType.None or UnitType.Timer), "Unit type not valid");
    }

    /// <summary>When it elapses, in the order of the file.</summary>
    public IReadOnlyList<TimerValue> Values { get; }

    public UnitTime Accuracy { get; }

    public UnitTime RandomizedDelay { get; }

    public bool FixedRandomDelay { get; }

    public bool OnClockChange { get; }

    public bool OnTimezoneChange { get; }

    public bool Persistent { get; }

    public bool WakeSystem { get; }

    public bool RemainAfterElapse { get; }

    /// <summary>What Unit= says; null: the service of the same name.</summary>
    public string? Unit { get; }

    private static List<TimerValue> ReadValues(SettingReader settings)
    {
        List<TimerValue> values = [];
        foreach (Assignment assignment in settings.Of(["OnCalendar", .. s_monotonic.Select(entry => entry.Key)]))
        {
            if (assignment.Value.Length == 0)
            {
                values.Clear();
            }
            else if (settings.Expand(assignment) is { } text && Read(settings, assignment, text) is { } value)
            {
                values.Add(value);
            }
        }

        return values;
    }

    private static TimerValue? Read(SettingReader settings, Assignment assignment, string text)
    {
        if (assignment.Key == "OnCalendar")
        {
            if (CalendarSpec.Parse(text) is { } calendar)
            {
                return new TimerValue(TimerBase.Calendar, UnitTime.Zero, calendar);
            }

            settings.Warn(assignment, $"Failed to parse calendar specification, ignoring: {text}");
            return null;
        }

        if (UnitTime.Parse(text) is { } time)
        {
            return new TimerValue(Array.Find(s_monotonic, entry => entry.Key == assignment.Key).Base, time, null);
        }

        settings.Warn(assignment, $"Failed to parse timer value, ignoring: {text}");
        return null;
    }
}
