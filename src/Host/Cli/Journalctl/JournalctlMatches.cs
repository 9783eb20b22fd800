using System.Text;
using Ptracer.Journal;
using Ptracer.Journal.Output;
using Ptracer.Journal.Reading;

namespace Ptracer.Host.Cli.Journalctl;

/// <summary>
/// Matches <c>FIELD=value</c>: those of one field are alternatives, those of several fields must all hold, and <c>+</c>
/// separates alternatives of such groups.
/// </summary>
internal sealed class JournalctlMatches
{
    private readonly List<Dictionary<string, List<byte[]>>> _groups = [];

    private JournalctlMatches()
    {
    }

    /// <summary>Reads them; null: there are none.</summary>
    /// <exception cref="JournalctlFailure">One is malformed.</exception>
    public static JournalctlMatches? Parse(IReadOnlyList<string> words)
    {
        if (words.Count == 0)
        {
            return null;
        }

        JournalctlMatches matches = new();
        Dictionary<string, List<byte[]>> group = [];
        foreach (string word in words)
        {
            if (word == "+")
            {
                matches.Close(group);
                group = [];
                continue;
            }

            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !word[..equals].All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '_'))
            {
                throw new JournalctlFailure($"Failed to add match '{word}': Invalid argument");
            }

            if (!group.TryGetValue(word[..equals], out List<byte[]>? values))
            {
                values = [];
                group.Add(word[..equals], values);
            }

            values.Add(Encoding.UTF8.GetBytes(word[(equals + 1)..]));
        }

        matches.Close(group);
        return matches;
    }

    /// <summary>Whether a record matches.</summary>
    public bool Holds(JournalEntry entry, string hostname)
    {
        List<JournalField> fields = JournalFields.Of(entry, hostname);
        fields.Add(new JournalField("_BOOT_ID"u8.ToArray(), Encoding.ASCII.GetBytes(entry.Boot.ToString())));
        return _groups.Any(group => group.All(wanted => IsIn(fields, wanted.Key, wanted.Value)));
    }

    private static bool IsIn(List<JournalField> fields, string name, List<byte[]> values) => fields.Any(field =>
        Encoding.ASCII.GetString(field.Name.Span) == name && values.Any(value => field.Value.Span.SequenceEqual(value)));

    private void Close(Dictionary<string, List<byte[]>> group) =>
        _groups.Add(group.Count > 0 ? group : throw new JournalctlFailure("\"+\" can only be used between terms"));
}
