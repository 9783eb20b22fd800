using System.Globalization;
using System.Text;
using System.Text.Json;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;

namespace Ptracer.Host.Cli;

/// <summary><c>guest show</c>: all that is known of a guest.</summary>
internal sealed class GuestShowVerb(string name, bool asJson) : IVerb
{
    private const int KeyWidth = 16;

    /// <summary>Parses the words behind it.</summary>
    public static IVerb Parse(WordList words)
    {
        GuestReadOptions options = new();
        VerbWords given = VerbWords.Sort("guest show", options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(GuestHelp.Show());
        }

        given.Expect("NAME");
        return new GuestShowVerb(given.Operand(0), given.Has(options.Json));
    }

    /// <inheritdoc/>
    public int Run()
    {
        GuestInfo guest = GuestVerb.OpenStore().Get(name);
        Terminal.Write(asJson ? JsonSerializer.Serialize(guest, GuestJson.Default.GuestInfo) + "\n" : Text(guest));
        return 0;
    }

    /// <summary>A line for each setting; the options of <c>guest set</c> name them.</summary>
    internal static string Text(GuestInfo guest)
    {
        StringBuilder text = new();
        Add(text, "name", guest.Name);
        Add(text, "system", guest.OsName.Length > 0 ? guest.OsName : "-");
        Add(text, "rootfs", guest.Rootfs + (guest.OwnsRootfs ? "  (its own)" : "  (in place)"));
        Add(text, "created", guest.Created.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture));
        Add(text, "id", guest.Settings.Identity);
        Add(text, "autostart", guest.Settings.Autostart ? "yes" : "no");
        Add(text, "kernel-release", guest.Settings.KernelRelease ?? "-");
        AddAll(text, "bind", guest.Settings.Bindings);
        AddAll(text, "env", guest.Settings.Environment);
        AddAll(text, "port", guest.Settings.Ports);
        AddAll(text, "limit", guest.Settings.Limits.OrderBy(limit => limit.Key, StringComparer.Ordinal).Select(limit => $"{limit.Key}={limit.Value}"));
        return text.ToString();
    }

    private static void AddAll(StringBuilder text, string key, IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            Add(text, key, value);
        }
    }

    private static void Add(StringBuilder text, string key, string value) =>
        text.Append(key.PadRight(KeyWidth)).Append(Terminal.OneLine(value)).Append('\n');
}
