namespace Ptracer.Units;

/// <summary>A <c>Condition…=</c> or <c>Assert…=</c> of systemd.unit(5); evaluating it is the caller's.</summary>
/// <param name="Kind">What is asked: <c>PathExists</c>, <c>Host</c>, …, without the first word of the key.</param>
/// <param name="Parameter">What it is asked of.</param>
/// <param name="Trigger">Written with <c>|</c>: one of all triggering conditions must hold.</param>
/// <param name="Negate">Written with <c>!</c>.</param>
internal sealed record Condition(string Kind, string Parameter, bool Trigger, bool Negate)
{
    // Kinds whose parameter is an absolute path.
    private static readonly HashSet<string> s_paths = new(StringComparer.Ordinal)
    {
        "PathExists", "PathExistsGlob", "PathIsDirectory", "PathIsSymbolicLink", "PathIsMountPoint", "PathIsReadWrite",
        "PathIsEncrypted", "DirectoryNotEmpty", "FileNotEmpty", "FileIsExecutable", "NeedsUpdate",
    };

    /// <summary>Reads all conditions, or all assertions: an empty assignment to any takes back all before it.</summary>
    /// <param name="settings">The [Unit] section.</param>
    /// <param name="prefix"><c>Condition</c> or <c>Assert</c>.</param>
    public static IReadOnlyList<Condition> Read(SettingReader settings, string prefix)
    {
        List<Condition> conditions = [];
        foreach (Assignment assignment in settings.StartingWith(prefix))
        {
            if (assignment.Value.Length == 0)
            {
                conditions.Clear();
            }
            else if (Read(settings, assignment, assignment.Key[prefix.Length..]) is { } condition)
            {
                conditions.Add(condition);
            }
        }

        return conditions;
    }

    private static Condition? Read(SettingReader settings, Assignment assignment, string kind)
    {
        string rest = assignment.Value;
        bool trigger = Take(ref rest, '|');
        bool negate = Take(ref rest, '!');
        if (settings.Expand(assignment, rest) is not { } parameter)
        {
            return null;
        }

        if (!s_paths.Contains(kind))
        {
            return new Condition(kind, parameter, trigger, negate);
        }

        return settings.AbsolutePath(assignment, parameter) is { } path ? new Condition(kind, path, trigger, negate) : null;
    }

    private static bool Take(ref string text, char mark)
    {
        if (!text.StartsWith(mark))
        {
            return false;
        }

        text = text[1..].TrimStart(' ', '\t');
        return true;
    }
}
