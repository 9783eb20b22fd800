namespace Ptracer.Units;

/// <summary>Names and assignments of environment variables in settings.</summary>
internal static class Environments
{
    /// <summary>Whether a text can be the name of a variable.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    /// <summary>Whether a text is <c>NAME=VALUE</c>, with no control characters but tab and newline in the value.</summary>
    public static bool IsAssignment(string text)
    {
        int equals = text.IndexOf('=');
        return equals > 0 && IsName(text[..equals]) && UnitText.IsUtf8(text) && !UnitText.HasControl(text[(equals + 1)..], "\t\n");
    }

    /// <summary>Puts a variable into a list, in the place of one of the same name.</summary>
    public static void Set(List<KeyValuePair<string, string>> variables, string name, string value)
    {
        int known = variables.FindIndex(variable => variable.Key == name);
        if (known < 0)
        {
            variables.Add(new(name, value));
        }
        else
        {
            variables[known] = new(name, value);
        }
    }

    /// <summary>Environment=, in the order of first assignment.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(SettingReader settings)
    {
        List<KeyValuePair<string, string>> result = [];
        foreach (Assignment assignment in settings.Of("Environment"))
        {
            if (assignment.Value.Length == 0)
            {
                result.Clear();
                continue;
            }

            WordReader reader = new(assignment.Value);
            while (reader.Next(WordFlags.Unquote | WordFlags.CUnescape) is { } word)
            {
                Add(settings, assignment, word, result);
            }

            if (reader.Error != WordError.None)
            {
                settings.Warn(assignment, $"Invalid syntax, ignoring: {assignment.Value}");
            }
        }

        return result;
    }

    /// <summary>EnvironmentFile=.</summary>
    public static IReadOnlyList<EnvironmentFileReference> ReadFiles(SettingReader settings)
    {
        List<EnvironmentFileReference> result = [];
        foreach (Assignment assignment in settings.Of("EnvironmentFile"))
        {
            if (assignment.Value.Length == 0)
            {
                result.Clear();
            }
            else if (settings.Expand(assignment) is { } text)
            {
                bool optional = text.StartsWith('-');
                if (settings.AbsolutePath(assignment, optional ? text[1..] : text) is { } path)
                {
                    result.Add(new EnvironmentFileReference(path, optional));
                }
            }
        }

        return result;
    }

    /// <summary>PassEnvironment=.</summary>
    public static IReadOnlyList<string> ReadPassed(SettingReader settings) =>
        settings.Words(["PassEnvironment"], WordFlags.Unquote, (assignment, word) =>
            Accept(settings, assignment, word, IsName, "Invalid environment name for PassEnvironment, ignoring"));

    /// <summary>UnsetEnvironment=: names and assignments.</summary>
    public static IReadOnlyList<string> ReadUnset(SettingReader settings) =>
        settings.Words(["UnsetEnvironment"], WordFlags.Unquote | WordFlags.CUnescape, (assignment, word) =>
            Accept(settings, assignment, word, text => IsName(text) || IsAssignment(text), "Invalid environment name or assignment UnsetEnvironment, ignoring"));

    private static string? Accept(SettingReader settings, Assignment assignment, string word, Func<string, bool> isValid, string complaint)
    {
        if (settings.Expand(assignment, word) is not { } text)
        {
            return null;
        }

        if (isValid(text))
        {
            return text;
        }

        settings.Warn(assignment, $"{complaint}: {text}");
        return null;
    }

    private static void Add(SettingReader settings, Assignment assignment, string word, List<KeyValuePair<string, string>> result)
    {
        if (settings.Expand(assignment, word) is not { } text)
        {
            return;
        }

        if (IsAssignment(text))
        {
            int equals = text.IndexOf('=');
            Set(result, text[..equals], text[(equals + 1)..]);
        }
        else
        {
            settings.Warn(assignment, $"Invalid environment assignment, ignoring: {text}");
        }
    }
}
