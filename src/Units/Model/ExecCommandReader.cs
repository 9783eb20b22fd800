namespace Ptracer.Units;

/// <summary>Reads command lines: systemd.service(5), "COMMAND LINES".</summary>
internal static class ExecCommandReader
{
    private const WordFlags Quoting = WordFlags.Unquote | WordFlags.CUnescape;

    /// <summary>All commands of a setting; an empty assignment takes back those before it.</summary>
    public static IReadOnlyList<ExecCommand> Read(SettingReader settings, string key)
    {
        List<ExecCommand> commands = [];
        foreach (Assignment assignment in settings.Of(key))
        {
            if (assignment.Value.Length == 0)
            {
                commands.Clear();
                continue;
            }

            WordReader reader = new(assignment.Value);
            while (!reader.AtEnd && ReadOne(settings, assignment, reader) is { } command)
            {
                commands.Add(command);
            }
        }

        return commands;
    }

    /// <summary>The next word; an unknown escape stays as it is, after a warning. Null at the end and after a complaint.</summary>
    public static string? NextWord(SettingReader settings, Assignment assignment, WordReader reader)
    {
        int start = reader.Position;
        string? word = reader.Next(Quoting);
        if (word is not null || reader.Error == WordError.None)
        {
            return word;
        }

        reader.Rewind(start);
        word = reader.Next(Quoting | WordFlags.UnescapeRelax);
        if (word is null)
        {
            settings.Warn(assignment, $"Unbalanced quoting, ignoring: \"{assignment.Value}\"");
        }
        else
        {
            settings.Warn(assignment, $"Ignoring unknown escape sequences: \"{word}\"");
        }

        return word;
    }

    private static ExecCommand? ReadOne(SettingReader settings, Assignment assignment, WordReader reader)
    {
        if (NextWord(settings, assignment, reader) is not { } first)
        {
            return null;
        }

        string rest = TakePrefixes(first, out ExecCommandFlags flags, out bool hasOwnName);
        bool ignores = flags.HasFlag(ExecCommandFlags.IgnoreFailure);
        if (settings.Specifiers.Expand(rest) is not { } path)
        {
            return Complain(settings, assignment, ignores, $"Failed to resolve unit specifiers in {rest}", "Invalid slot");
        }

        if (PathDefect(path) is { } defect)
        {
            return Complain(settings, assignment, ignores, defect, path.Length == 0 ? $"\"{assignment.Value}\"" : path);
        }

        path = UnitPath.Simplify(path);
        List<string> arguments = hasOwnName ? [] : [path];
        if (!ReadArguments(settings, assignment, reader, arguments, ignores))
        {
            return null;
        }

        return arguments.Count == 0 || arguments[0].Length == 0
            ? Complain(settings, assignment, ignores, "Empty executable name or zeroeth argument", assignment.Value)
            : new ExecCommand(path, arguments, flags);
    }

    private static string TakePrefixes(string word, out ExecCommandFlags flags, out bool hasOwnName)
    {
        const ExecCommandFlags Privileges = ExecCommandFlags.FullyPrivileged | ExecCommandFlags.NoSetuid | ExecCommandFlags.AmbientMagic;
        flags = ExecCommandFlags.None;
        hasOwnName = false;
        int index = 0;
        for (; index < word.Length; index++)
        {
            ExecCommandFlags taken = word[index] switch
            {
                '-' when !flags.HasFlag(ExecCommandFlags.IgnoreFailure) => ExecCommandFlags.IgnoreFailure,
                ':' when !flags.HasFlag(ExecCommandFlags.NoEnvironmentExpansion) => ExecCommandFlags.NoEnvironmentExpansion,
                '+' when (flags & Privileges) == 0 => ExecCommandFlags.FullyPrivileged,
                '!' when (flags & Privileges) == 0 => ExecCommandFlags.NoSetuid,
                '!' when (flags & Privileges) == ExecCommandFlags.NoSetuid => ExecCommandFlags.AmbientMagic,
                _ => ExecCommandFlags.None,
            };
            if (taken == ExecCommandFlags.None && (word[index] != '@' || hasOwnName))
            {
                break;
            }

            hasOwnName |= word[index] == '@';
            flags = (taken == ExecCommandFlags.AmbientMagic ? flags & ~ExecCommandFlags.NoSetuid : flags) | taken;
        }

        return word[index..];
    }

    private static string? PathDefect(string path)
    {
        if (path.Length == 0)
        {
            return "Empty path in command line";
        }

        if (UnitText.HasControl(path))
        {
            return "Executable name contains special characters";
        }

        if (path.EndsWith('/'))
        {
            return "Executable path specifies a directory";
        }

        return UnitPath.IsAbsolute(path) || UnitPath.IsFileName(path)
            ? null
            : "Neither a valid executable name nor an absolute path";
    }

    // Up to the end, or a lone semicolon, behind which another command begins.
    private static bool ReadArguments(SettingReader settings, Assignment assignment, WordReader reader, List<string> arguments, bool ignores)
    {
        while (!reader.AtEnd)
        {
            if (StandsAlone(reader.Rest, ";"))
            {
                reader.Skip(1);
                return true;
            }

            if (StandsAlone(reader.Rest, "\\;"))
            {
                reader.Skip(2);
                arguments.Add(";");
                continue;
            }

            string? word = NextWord(settings, assignment, reader);
            if (word is null)
            {
                if (reader.Error != WordError.None && !ignores)
                {
                    settings.Escalate();
                }

                return reader.Error == WordError.None;
            }

            if (settings.Specifiers.Expand(word) is not { } argument)
            {
                _ = Complain(settings, assignment, ignores, $"Failed to resolve unit specifiers in {word}", "Invalid slot");
                return false;
            }

            arguments.Add(argument);
        }

        return true;
    }

    private static bool StandsAlone(string rest, string token) =>
        rest.StartsWith(token, StringComparison.Ordinal)
        && (rest.Length == token.Length || WordReader.Whitespace.Contains(rest[token.Length]));

    private static ExecCommand? Complain(SettingReader settings, Assignment assignment, bool ignores, string message, string detail)
    {
        if (ignores)
        {
            settings.Warn(assignment, $"{message}, ignoring: {detail}");
        }
        else
        {
            settings.Refuse(assignment, $"{message}: {detail}");
        }

        return null;
    }
}
