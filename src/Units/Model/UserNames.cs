namespace Ptracer.Units;

/// <summary>Names and numbers of users and groups in settings.</summary>
internal static class UserNames
{
    /// <summary>User=, Group= and their like: a name or number; null when not set.</summary>
    public static string? Read(SettingReader settings, string key)
    {
        string? result = null;
        foreach (Assignment assignment in settings.Of(key))
        {
            result = assignment.Value.Length == 0 ? null : Accept(settings, assignment, assignment.Value) ?? result;
        }

        return result;
    }

    /// <summary>SupplementaryGroups=.</summary>
    public static IReadOnlyList<string> ReadGroups(SettingReader settings) =>
        settings.Words(["SupplementaryGroups"], WordFlags.Unquote, (assignment, word) => Accept(settings, assignment, word));

    /// <summary>
    /// The name that DynamicUser= gives when User= does not: the unit's prefix, where it can be a user's name. Null: a
    /// name that is made up when the service starts.
    /// </summary>
    public static string? ForDynamicUser(Specifiers specifiers)
    {
        string? prefix = specifiers.Expand("%p");
        bool isName = prefix is { Length: > 0 and <= 31 } && (char.IsAsciiLetter(prefix[0]) || prefix[0] == '_')
            && prefix.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
        return isName ? prefix : null;
    }

    /// <summary>Whether a text can be a user or group: not empty, nothing that passwd(5) cannot hold.</summary>
    public static bool IsValid(string name)
    {
        if (name.Length == 0 || name is "." or ".." || UnitText.HasControl(name) || !UnitText.IsUtf8(name))
        {
            return false;
        }

        if (name.All(char.IsAsciiDigit))
        {
            return Numbers.Unsigned(name) is { } id and < uint.MaxValue && id != ushort.MaxValue && (name[0] != '0' || name.Length == 1);
        }

        bool isNegative = name[0] == '-' && name.Skip(1).All(char.IsAsciiDigit);
        return !isNegative && !name.Contains(':') && !name.Contains('/') && name.Trim() == name;
    }

    private static string? Accept(SettingReader settings, Assignment assignment, string word)
    {
        if (settings.Specifiers.Expand(word) is { } name && IsValid(name))
        {
            return name;
        }

        settings.Refuse(assignment, $"Invalid user/group name or numeric ID: {word}");
        return null;
    }
}
