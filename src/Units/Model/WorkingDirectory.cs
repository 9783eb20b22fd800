namespace Ptracer.Units;

/// <summary>A <c>WorkingDirectory=</c>.</summary>
/// <param name="Path">An absolute path; null for the user's home directory (<c>~</c>).</param>
/// <param name="IsOptional">Written with <c>-</c>: when it is missing the root is taken.</param>
internal sealed record WorkingDirectory(string? Path, bool IsOptional)
{
    /// <summary>Whether it is the home directory of User=.</summary>
    public bool IsHome => Path is null;

    /// <summary>Reads it; null when it is not set.</summary>
    public static WorkingDirectory? Read(SettingReader settings)
    {
        WorkingDirectory? result = null;
        foreach (Assignment assignment in settings.Of("WorkingDirectory"))
        {
            bool optional = assignment.Value.StartsWith('-');
            string text = optional ? assignment.Value[1..] : assignment.Value;
            if (assignment.Value.Length == 0)
            {
                result = null;
            }
            else if (text == "~")
            {
                result = new WorkingDirectory(null, optional);
            }
            else if (settings.Specifiers.Expand(text) is { } path && UnitPath.IsAbsolute(path))
            {
                result = new WorkingDirectory(UnitPath.Simplify(path), optional);
            }
            else if (optional)
            {
                settings.Warn(assignment, $"WorkingDirectory= path is not absolute, ignoring: {text}");
            }
            else
            {
                settings.Refuse(assignment, $"WorkingDirectory= path is not absolute: {text}");
            }
        }

        return result;
    }
}
