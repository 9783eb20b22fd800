using System.Text;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Daemon.Supervisor;
using Ptracer.Units;

namespace Ptracer.Host.Cli;

/// <summary><c>service verify</c>: what of a unit cannot be honoured here, and what is wrong in its files. Needs no daemon.</summary>
internal sealed class ServiceVerb(string guest, IReadOnlyList<string> units) : IVerb
{
    /// <summary>The help text.</summary>
    public const string Help = """
        Usage: ptracer service verify guest unit...

        Reads units of a guest as the daemon would, and lists what is wrong in their files, and each setting that cannot
        be honoured without privileges, with the reason: namespaces, control groups and the like. A name without suffix
        means a service; a template needs an instance (name@instance.service).

        Status 0: the units can be run; 1: one has an error or is missing; settings that are not honoured are no error.

        """;

    /// <summary>Parses the words behind the verb.</summary>
    public static IVerb Parse(WordList words)
    {
        if (words.Count > 0 && words.Text(0) is "-h" or "--help")
        {
            return new TextVerb(Help);
        }

        if (words.Count < 3 || words.Text(0) != "verify")
        {
            throw new PtracerException("service: write ptracer service verify GUEST UNIT... (see ptracer service --help)");
        }

        List<string> units = [];
        for (int index = 2; index < words.Count; index++)
        {
            units.Add(words.Text(index));
        }

        return new ServiceVerb(words.Text(1), units);
    }

    /// <inheritdoc/>
    public int Run()
    {
        StoredGuest stored = GuestChoice.Of(guest, "GUEST");
        UnitCatalog catalog = GuestUnitFiles.Catalog(new GuestFiles(stored.RootfsPath), new GuestBoot(stored.StatePath).Id);
        StringBuilder text = new();
        bool failed = false;
        foreach (string name in units)
        {
            foreach (VerifyFinding finding in UnitVerification.Of(catalog.Load(UnitDescription.FullName(name))))
            {
                string place = finding.Path.Length == 0 ? "" : finding.Line > 0 ? $"{finding.Path}:{finding.Line}: " : $"{finding.Path}: ";
                text.Append(place).Append(finding.Severity).Append(": ").Append(finding.Text).Append('\n');
                failed |= finding.Severity == "error";
            }
        }

        Terminal.Write(text.ToString());
        return failed ? 1 : 0;
    }
}
