using System.Globalization;

namespace Ptracer.Host.Cli.Journalctl;

/// <summary>What a word of journalctl's command line is called, and what comes with it.</summary>
/// <param name="Letter">The letter behind one hyphen; NUL: none.</param>
/// <param name="Name">The name behind two.</param>
/// <param name="Value">Whether a value belongs to it.</param>
/// <param name="Refusal">Why it cannot be had here; null: it can.</param>
internal sealed record JournalctlOption(char Letter, string Name, OptionValue Value, string? Refusal = null);

/// <summary>Whether an option has a value, as getopt_long(3) knows it.</summary>
internal enum OptionValue
{
    /// <summary>None.</summary>
    None,

    /// <summary>In the same word or the next.</summary>
    Required,

    /// <summary>In the same word, or not at all.</summary>
    Optional,
}

/// <summary>
/// journalctl's command line, read as getopt_long(3) does: options and matches in any order, letters together, long names
/// shortened as long as they are clear.
/// </summary>
internal sealed class JournalctlOptions
{
    private const string OneGuest = "a guest's journal is one directory; give -M GUEST or -D DIR";
    private const string NoSeals = "journals are not sealed here";
    private const string NoCatalog = "there is no message catalog here";

    private static readonly JournalctlOption[] s_options =
    [
        new('\0', "system", OptionValue.None),
        new('M', "machine", OptionValue.Required),
        new('\0', "guest", OptionValue.Required),
        new('D', "directory", OptionValue.Required),
        new('S', "since", OptionValue.Required),
        new('U', "until", OptionValue.Required),
        new('c', "cursor", OptionValue.Required),
        new('\0', "after-cursor", OptionValue.Required),
        new('\0', "cursor-file", OptionValue.Required),
        new('b', "boot", OptionValue.Optional),
        new('u', "unit", OptionValue.Required),
        new('t', "identifier", OptionValue.Required),
        new('p', "priority", OptionValue.Required),
        new('\0', "facility", OptionValue.Required),
        new('g', "grep", OptionValue.Required),
        new('\0', "case-sensitive", OptionValue.Optional),
        new('o', "output", OptionValue.Required),
        new('\0', "output-fields", OptionValue.Required),
        new('n', "lines", OptionValue.Optional),
        new('r', "reverse", OptionValue.None),
        new('\0', "show-cursor", OptionValue.None),
        new('\0', "utc", OptionValue.None),
        new('\0', "no-hostname", OptionValue.None),
        new('l', "full", OptionValue.None),
        new('a', "all", OptionValue.None),
        new('f', "follow", OptionValue.None),
        new('\0', "no-tail", OptionValue.None),
        new('q', "quiet", OptionValue.None),
        new('\0', "no-pager", OptionValue.None),
        new('e', "pager-end", OptionValue.None),
        new('h', "help", OptionValue.None),
        new('\0', "version", OptionValue.None),
        new('N', "fields", OptionValue.None),
        new('F', "field", OptionValue.Required),
        new('\0', "list-boots", OptionValue.None),
        new('\0', "disk-usage", OptionValue.None),
        new('\0', "vacuum-size", OptionValue.Required),
        new('\0', "vacuum-files", OptionValue.Required),
        new('\0', "vacuum-time", OptionValue.Required),
        new('\0', "sync", OptionValue.None),
        new('\0', "flush", OptionValue.None),
        new('\0', "rotate", OptionValue.None),
        new('\0', "user", OptionValue.None, "units of guests are system units; leave it out"),
        new('m', "merge", OptionValue.None, OneGuest),
        new('\0', "file", OptionValue.Required, OneGuest),
        new('\0', "root", OptionValue.Required, OneGuest),
        new('\0', "image", OptionValue.Required, OneGuest),
        new('\0', "namespace", OptionValue.Required, "there are no journal namespaces here"),
        new('\0', "user-unit", OptionValue.Required, "units of guests are system units; give -u UNIT"),
        new('k', "dmesg", OptionValue.None, "a guest has no kernel of its own; see dmesg(1) of this machine"),
        new('x', "catalog", OptionValue.None, NoCatalog),
        new('\0', "no-full", OptionValue.None, "lines are always shown whole"),
        new('\0', "interval", OptionValue.Required, NoSeals),
        new('\0', "verify-key", OptionValue.Required, NoSeals),
        new('\0', "force", OptionValue.None, NoSeals),
        new('\0', "setup-keys", OptionValue.None, NoSeals),
        new('\0', "verify", OptionValue.None, "every record is checked whenever it is read"),
        new('\0', "header", OptionValue.None, "segments have no header to show; see --disk-usage and --list-boots"),
        new('\0', "relinquish-var", OptionValue.None, "the journal is in one place only"),
        new('\0', "smart-relinquish-var", OptionValue.None, "the journal is in one place only"),
        new('\0', "list-catalog", OptionValue.None, NoCatalog),
        new('\0', "dump-catalog", OptionValue.None, NoCatalog),
        new('\0', "update-catalog", OptionValue.None, NoCatalog),
    ];

    private readonly List<(string Name, string? Value)> _given = [];
    private readonly List<string> _matches = [];

    /// <summary>The words that are no options.</summary>
    public IReadOnlyList<string> Matches => _matches;

    /// <summary>The options that were given, in order.</summary>
    public IReadOnlyList<(string Name, string? Value)> Given => _given;

    /// <summary>Reads the words.</summary>
    /// <exception cref="JournalctlFailure">They are wrong, or ask for what cannot be had.</exception>
    public static JournalctlOptions Parse(IReadOnlyList<string> words)
    {
        JournalctlOptions options = new();
        for (int index = 0; index < words.Count; index++)
        {
            string word = words[index];
            if (word == "--")
            {
                options._matches.AddRange(words.Skip(index + 1));
                break;
            }

            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                options.AddLong(word[2..], words, ref index);
            }
            else if (word.Length > 1 && word[0] == '-')
            {
                options.AddLetters(word[1..], words, ref index);
            }
            else
            {
                options._matches.Add(word);
            }
        }

        return options;
    }

    /// <summary>Whether an option was given.</summary>
    public bool Has(string name) => _given.Any(option => option.Name == name);

    /// <summary>The value of the last of an option; null: not given, or without one.</summary>
    public string? Value(string name) => _given.LastOrDefault(option => option.Name == name).Value;

    /// <summary>All values of an option.</summary>
    public IEnumerable<string> Values(string name) => _given.Where(option => option.Name == name).Select(option => option.Value ?? "");

    private void AddLong(string word, IReadOnlyList<string> words, ref int index)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? word : word[..equals];
        string? value = equals < 0 ? null : word[(equals + 1)..];
        JournalctlOption[] found = [.. s_options.Where(option => option.Name.StartsWith(name, StringComparison.Ordinal))];
        JournalctlOption option = found.FirstOrDefault(option => option.Name == name) ?? found switch
        {
            [JournalctlOption only] => only,
            [] => throw new JournalctlFailure($"journalctl: unrecognized option '--{name}'"),
            _ => throw new JournalctlFailure(
                $"journalctl: option '--{name}' is ambiguous; possibilities: {string.Join(' ', found.Select(o => $"'--{o.Name}'"))}"),
        };
        if (value is not null && option.Value == OptionValue.None)
        {
            throw new JournalctlFailure($"journalctl: option '--{option.Name}' doesn't allow an argument");
        }

        if (value is null && option.Value == OptionValue.Required)
        {
            value = ++index < words.Count
                ? words[index]
                : throw new JournalctlFailure($"journalctl: option '--{option.Name}' requires an argument");
        }

        Add(option, "--" + option.Name, value ?? Detached(option, words, ref index));
    }

    private void AddLetters(string letters, IReadOnlyList<string> words, ref int index)
    {
        for (int at = 0; at < letters.Length; at++)
        {
            JournalctlOption option = s_options.FirstOrDefault(option => option.Letter == letters[at])
                ?? throw new JournalctlFailure($"journalctl: invalid option -- '{letters[at]}'");
            string? rest = at + 1 < letters.Length ? letters[(at + 1)..] : null;
            if (option.Value == OptionValue.None)
            {
                Add(option, "-" + option.Letter, null);
                continue;
            }

            if (rest is null && option.Value == OptionValue.Required)
            {
                rest = ++index < words.Count
                    ? words[index]
                    : throw new JournalctlFailure($"journalctl: option requires an argument -- '{option.Letter}'");
            }

            Add(option, "-" + option.Letter, rest ?? Detached(option, words, ref index));
            return;
        }
    }

    // journalctl looks whether the word behind -n and -b could be meant for them.
    private static string? Detached(JournalctlOption option, IReadOnlyList<string> words, ref int index)
    {
        string? next = index + 1 < words.Count ? words[index + 1] : null;
        bool isMeant = next is not null && option.Name switch
        {
            "lines" => next == "all" || int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            "boot" => BootChoice.TryParse(next, out _),
            _ => false,
        };
        if (!isMeant)
        {
            return null;
        }

        index++;
        return next;
    }

    private void Add(JournalctlOption option, string written, string? value)
    {
        if (option.Refusal is { } reason)
        {
            throw new JournalctlFailure($"journalctl: {written} is not supported: {reason}");
        }

        _given.Add((option.Name == "guest" ? "machine" : option.Name, value));
    }
}
