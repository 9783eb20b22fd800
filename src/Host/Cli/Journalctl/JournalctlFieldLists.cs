using System.Text;
using Ptracer.Journal;
using Ptracer.Journal.Output;
using Ptracer.Journal.Reading;

namespace Ptracer.Host.Cli.Journalctl;

/// <summary>What <c>--fields</c> and <c>--field=</c> list: names and values of the fields of all records.</summary>
internal sealed class JournalctlFieldLists(string directory, string hostname)
{
    /// <summary>Lists the names of all fields.</summary>
    public void Names()
    {
        HashSet<string> names = ["_BOOT_ID"];
        using JournalReader reader = new(directory, new JournalQuery());
        foreach (JournalEntry entry in reader.ReadAll())
        {
            names.UnionWith(JournalFields.Of(entry, hostname).Select(field => Encoding.ASCII.GetString(field.Name.Span)));
        }

        Terminal.Write(string.Concat(names.Select(name => name + "\n")));
    }

    /// <summary>Lists the values of a field.</summary>
    public void Values(string wanted)
    {
        HashSet<string> values = [];
        using JournalReader reader = new(directory, new JournalQuery());
        foreach (JournalEntry entry in reader.ReadAll())
        {
            List<JournalField> fields = JournalFields.Of(entry, hostname);
            fields.Add(new JournalField("_BOOT_ID"u8.ToArray(), Encoding.ASCII.GetBytes(entry.Boot.ToString())));
            values.UnionWith(fields.Where(field => Encoding.ASCII.GetString(field.Name.Span) == wanted)
                .Select(field => Encoding.UTF8.GetString(field.Value.Span)));
        }

        Terminal.Write(string.Concat(values.Select(value => value + "\n")));
    }
}
