namespace Ptracer.Units;

/// <summary>The [Install] section: what enabling the unit means.</summary>
internal sealed class InstallSection
{
    /// <summary>Reads it.</summary>
    public InstallSection(SettingReader settings)
    {
        Alias = ReadNames(settings, "Alias");
        WantedBy = ReadNames(settings, "WantedBy");
        RequiredBy = ReadNames(settings, "RequiredBy");
        Also = ReadNames(settings, "Also");
        DefaultInstance = ReadInstance(settings);
    }

    public IReadOnlyList<string> Alias { get; }

    public IReadOnlyList<string> WantedBy { get; }

    public IReadOnlyList<string> RequiredBy { get; }

    public IReadOnlyList<string> Also { get; }

    public string? DefaultInstance { get; }

    /// <summary>Whether there is nothing to enable.</summary>
    public bool IsEmpty => Alias.Count == 0 && WantedBy.Count == 0 && RequiredBy.Count == 0 && Also.Count == 0;

    private static IReadOnlyList<string> ReadNames(SettingReader settings, string key) =>
        settings.Words([key], WordFlags.Unquote, (_, word) => settings.Specifiers.ExpandInstall(word));

    private static string? ReadInstance(SettingReader settings)
    {
        string? result = null;
        foreach (Assignment assignment in settings.Of("DefaultInstance"))
        {
            string? instance = settings.Specifiers.ExpandInstall(assignment.Value);
            if (assignment.Value.Length == 0)
            {
                result = null;
            }
            else if (instance is not null && UnitName.IsValidInstance(instance))
            {
                result = instance;
            }
            else
            {
                settings.Warn(assignment, $"Invalid DefaultInstance= value \"{instance ?? assignment.Value}\", ignoring.");
            }
        }

        return result;
    }
}
