namespace Ptracer.Units;

/// <summary>The directories of one kind that a service is given.</summary>
internal sealed class ServiceDirectories
{
    /// <summary>Reads <c>KINDDirectory=</c> and <c>KINDDirectoryMode=</c>.</summary>
    public ServiceDirectories(SettingReader settings, ServiceDirectoryKind kind)
    {
        string key = $"{kind}Directory";
        Kind = kind;
        Mode = settings.Mode(key + "Mode", 0b111_101_101);
        List<ServiceDirectory> directories = [];
        foreach (Assignment assignment in settings.Of(key))
        {
            if (assignment.Value.Length == 0)
            {
                directories.Clear();
                continue;
            }

            Read(settings, assignment, directories);
        }

        Directories = [.. directories.OrderBy(directory => directory.Path, StringComparer.Ordinal)];
    }

    public ServiceDirectoryKind Kind { get; }

    public IReadOnlyList<ServiceDirectory> Directories { get; }

    /// <summary>The access mode of each.</summary>
    public uint Mode { get; }

    private static void Read(SettingReader settings, Assignment assignment, List<ServiceDirectory> directories)
    {
        WordReader reader = new(assignment.Value);
        while (true)
        {
            if (reader.Next(WordFlags.Unquote | WordFlags.RetainEscape) is not { } word)
            {
                if (reader.Error != WordError.None)
                {
                    settings.Warn(assignment, $"Invalid syntax {assignment.Key}={assignment.Value}, ignoring: Invalid argument");
                }

                return;
            }

            if (ReadOne(settings, assignment, word) is not { } directory)
            {
                continue;
            }

            int known = directories.FindIndex(other => other.Path == directory.Path);
            if (known < 0)
            {
                directories.Add(directory);
            }
            else
            {
                directories[known] = directory with { Links = [.. directories[known].Links, .. directory.Links] };
            }
        }
    }

    private static ServiceDirectory? ReadOne(SettingReader settings, Assignment assignment, string word)
    {
        string[] parts = [.. WordReader.Split(word, WordFlags.Unquote | WordFlags.CUnescape | WordFlags.UnescapeSeparators | WordFlags.DontCoalesce, ":") ?? [""]];
        if (parts[0].Length == 0 || (parts.Length > 1 && assignment.Key == "ConfigurationDirectory"))
        {
            settings.Warn(assignment, parts[0].Length == 0
                ? $"Invalid syntax in {assignment.Key}=, ignoring: {word}"
                : $"Destination parameter is not supported for ConfigurationDirectory, ignoring: {parts[1]}");
            if (parts[0].Length == 0)
            {
                return null;
            }

            parts = [parts[0]];
        }

        string? path = RelativePath(settings, assignment, parts[0]);
        string? link = parts.Length > 1 && parts[1].Length > 0 ? RelativePath(settings, assignment, parts[1]) : null;
        return path is null ? null : new ServiceDirectory(path, link is null ? [] : [link]);
    }

    private static string? RelativePath(SettingReader settings, Assignment assignment, string text)
    {
        if (settings.Expand(assignment, text) is not { } path)
        {
            return null;
        }

        string simple = UnitPath.Simplify(path);
        if (UnitPath.IsAbsolute(path))
        {
            settings.Warn(assignment, $"{assignment.Key}= path is absolute, ignoring: {path}");
            return null;
        }

        if (!UnitPath.IsNormalized(simple))
        {
            settings.Warn(assignment, $"{assignment.Key}= path is not normalized, ignoring: {simple}");
            return null;
        }

        if (simple == "private" || simple.StartsWith("private/", StringComparison.Ordinal))
        {
            settings.Warn(assignment, $"{assignment.Key}= path can't be 'private', ignoring assignment: {text}");
            return null;
        }

        return simple;

    }
}
