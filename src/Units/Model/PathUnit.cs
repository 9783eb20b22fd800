namespace Ptracer.Units;

/// <summary>The [Path] section: systemd.path(5).</summary>
internal sealed class PathUnit
{
    private static readonly string[] s_keys = ["PathExists", "PathExistsGlob", "PathChanged", "PathModified", "DirectoryNotEmpty"];

    /// <summary>Reads it.</summary>
    public PathUnit(SettingReader settings)
    {
        List<PathWatch> watches = [];
        foreach (Assignment assignment in settings.Of(s_keys))
        {
            if (assignment.Value.Length == 0)
            {
                watches.Clear();
            }
            else if (settings.Expand(assignment) is { } text && settings.AbsolutePath(assignment, text) is { } path)
            {
                watches.Add(new PathWatch((PathWatchKind)Array.IndexOf(s_keys, assignment.Key), path));
            }
        }

        Watches = watches;
        Unit = UnitReference.Read(settings, "Unit", type => type is not (UnitType.None or UnitType.Path), "Unit type not valid");
        MakeDirectory = settings.Flag("MakeDirectory");
        DirectoryMode = settings.Mode("DirectoryMode", 0b111_101_101);
        TriggerLimitInterval = settings.Time("TriggerLimitIntervalSec", UnitTime.FromSeconds(2));
        TriggerLimitBurst = settings.Count("TriggerLimitBurst", 200);
    }

    /// <summary>What is watched, in the order of the file.</summary>
    public IReadOnlyList<PathWatch> Watches { get; }

    /// <summary>What Unit= says; null: the service of the same name.</summary>
    public string? Unit { get; }

    public bool MakeDirectory { get; }

    public uint DirectoryMode { get; }

    public UnitTime TriggerLimitInterval { get; }

    public uint TriggerLimitBurst { get; }
}
