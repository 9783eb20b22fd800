namespace Ptracer.Units;

/// <summary>Settings that name the unit which this one starts.</summary>
internal static class UnitReference
{
    /// <summary>The last valid name; null when there is none.</summary>
    public static string? Read(SettingReader settings, string key, Func<UnitType, bool> accepts, string complaint)
    {
        string? result = null;
        foreach (Assignment assignment in settings.Of(key))
        {
            string? name = settings.Specifiers.ExpandName(assignment.Value);
            if (name is null)
            {
                settings.Warn(assignment, $"Failed to resolve unit specifiers in '{assignment.Value}', ignoring: Invalid slot");
            }
            else if (!accepts(UnitName.TypeOf(name)))
            {
                settings.Warn(assignment, $"{complaint}, ignoring: {name}");
            }
            else if (!UnitName.IsLoadable(name))
            {
                settings.Warn(assignment, $"Failed to load unit {name}, ignoring: Invalid argument");
            }
            else
            {
                result = name;
            }
        }

        return result;
    }
}
