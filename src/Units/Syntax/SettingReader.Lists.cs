namespace Ptracer.Units;

internal sealed partial class SettingReader
{
    /// <summary>Words of all assignments; an empty one takes back those before it.</summary>
    /// <param name="keys">The key and its other names.</param>
    /// <param name="flags">How values are split.</param>
    /// <param name="take">Makes a value of a word, or says why not and gives null.</param>
    public IReadOnlyList<T> Words<T>(IReadOnlyList<string> keys, WordFlags flags, Func<Assignment, string, T?> take)
        where T : class
    {
        List<T> result = [];
        foreach (Assignment assignment in Of(keys))
        {
            if (assignment.Value.Length == 0)
            {
                result.Clear();
                continue;
            }

            AddWords(assignment, flags, take, result);
        }

        return result;
    }

    /// <summary>Names of units that a dependency names; nothing takes them back.</summary>
    public IReadOnlyList<string> UnitNames(params IReadOnlyList<string> keys)
    {
        List<string> result = [];
        foreach (Assignment assignment in Of(keys))
        {
            AddWords(assignment, WordFlags.Unquote | WordFlags.RetainEscape, UnitNameOf, result);
        }

        return [.. result.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Absolute paths that nothing takes back.</summary>
    public IReadOnlyList<string> Paths(string key) =>
        Words([key], WordFlags.Unquote, (assignment, word) => Expand(assignment, word) is { } text ? AbsolutePath(assignment, text) : null);

    /// <summary>Absolute paths between colons; an empty assignment takes back those before it.</summary>
    public IReadOnlyList<string> SearchPath(string key)
    {
        List<string> result = [];
        foreach (Assignment assignment in Of(key))
        {
            if (assignment.Value.Length == 0)
            {
                result.Clear();
                continue;
            }

            WordReader reader = new(assignment.Value, ":");
            while (reader.Next(WordFlags.Unquote | WordFlags.UnescapeSeparators | WordFlags.UnescapeRelax) is { } word)
            {
                if (Expand(assignment, word) is { } text && AbsolutePath(assignment, text) is { } path)
                {
                    result.Add(path);
                }
            }
        }

        return result;
    }

    /// <summary>Exit statuses and signals.</summary>
    public ExitStatusSet ExitStatuses(string key)
    {
        HashSet<byte> statuses = [];
        HashSet<int> signals = [];
        foreach (Assignment assignment in Of(key))
        {
            if (assignment.Value.Length == 0)
            {
                statuses.Clear();
                signals.Clear();
                continue;
            }

            List<string> words = [];
            AddWords(assignment, WordFlags.None, (_, word) => word, words);
            foreach (string word in words)
            {
                if (ExitStatusNames.Parse(word) is { } status)
                {
                    statuses.Add(status);
                }
                else if (SignalNames.Parse(word) is { } signal)
                {
                    signals.Add(signal);
                }
                else
                {
                    Warn(assignment, $"Failed to parse value, ignoring: {word}");
                }
            }
        }

        return new ExitStatusSet(statuses, signals);
    }

    /// <summary>The name that a dependency means in this unit: a template's is instantiated. Null after a warning.</summary>
    public string? UnitNameOf(Assignment assignment, string word)
    {
        string? name = Specifiers.ExpandName(word);
        if (name is null)
        {
            Warn(assignment, $"Failed to resolve unit specifiers in '{word}', ignoring: Invalid slot");
            return null;
        }

        if (UnitName.IsTemplate(name))
        {
            name = UnitName.Instantiate(name, Specifiers.InstanceForTemplates);
        }

        if (UnitName.IsLoadable(name))
        {
            return name;
        }

        Warn(assignment, $"Failed to add dependency on {name}, ignoring: Invalid argument");
        return null;
    }

    private void AddWords<T>(Assignment assignment, WordFlags flags, Func<Assignment, string, T?> take, List<T> result)
        where T : class
    {
        WordReader reader = new(assignment.Value);
        while (reader.Next(flags) is { } word)
        {
            if (take(assignment, word) is { } value)
            {
                result.Add(value);
            }
        }

        if (reader.Error != WordError.None)
        {
            Warn(assignment, $"Invalid syntax, ignoring: {assignment.Value}");
        }
    }
}
