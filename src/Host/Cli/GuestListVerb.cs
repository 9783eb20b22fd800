using System.CommandLine;
using System.Text;
using System.Text.Json;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using static Ptracer.Host.Cli.OptionDeclarations;

namespace Ptracer.Host.Cli;

/// <summary><c>guest list</c>: the guests, one a line.</summary>
internal sealed class GuestListVerb(bool asJson) : IVerb
{
    private const int SomethingWrong = 1;
    private const string Gap = "  ";

    /// <summary>Parses the words behind it.</summary>
    public static IVerb Parse(WordList words)
    {
        GuestReadOptions options = new();
        VerbWords given = VerbWords.Sort("guest list", options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(GuestHelp.List());
        }

        given.Expect();
        return new GuestListVerb(given.Has(options.Json));
    }

    /// <inheritdoc/>
    public int Run()
    {
        GuestListing listing = GuestVerb.OpenStore().Read();
        Terminal.Write(asJson
            ? JsonSerializer.Serialize(listing.Guests, GuestJson.Default.IReadOnlyListGuestInfo) + "\n"
            : Table(listing.Guests));
        foreach (string problem in listing.Problems)
        {
            Terminal.Warn(problem);
        }

        return listing.Problems.Count == 0 ? 0 : SomethingWrong;
    }

    private static string Table(IReadOnlyList<GuestInfo> guests)
    {
        if (guests.Count == 0)
        {
            return "";
        }

        List<string[]> rows = [["NAME", "SYSTEM", "ROOTFS"]];
        rows.AddRange(guests.Select(guest => (string[])[
            guest.Name, guest.OsName.Length > 0 ? guest.OsName : "-", guest.OwnsRootfs ? "(own)" : Terminal.OneLine(guest.Rootfs)]));
        int names = rows.Max(row => row[0].Length);
        int systems = rows.Max(row => row[1].Length);
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            text.Append(row[0].PadRight(names)).Append(Gap).Append(row[1].PadRight(systems)).Append(Gap).Append(row[2]).Append('\n');
        }

        return text.ToString();
    }
}

/// <summary>The options of <c>guest list</c> and <c>guest show</c>.</summary>
internal sealed class GuestReadOptions
{
    /// <summary>For programs.</summary>
    public Option<bool> Json { get; } = Flag("--json", "The form for programs.");

    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "This text.", "-h", "--usage");

    /// <summary>The options as help shows them.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Groups => [("Options", [Json, Help])];
}
