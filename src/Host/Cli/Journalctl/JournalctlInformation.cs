using Ptracer.Journal.Output;

namespace Ptracer.Host.Cli.Journalctl;

/// <summary>What journalctl tells about itself.</summary>
internal static class JournalctlInformation
{
    /// <summary>The text that was asked for; null: none was.</summary>
    public static string? Asked(JournalctlOptions options)
    {
        if (options.Has("help"))
        {
            return JournalctlHelp.Text;
        }

        if (options.Has("version"))
        {
            return VersionText.Line();
        }

        if (options.Values("facility").Contains("help"))
        {
            return "Available facilities:\n" + Lines(JournalctlSelection.FacilityNames);
        }

        return options.Value("output") == "help" ? Lines(OutputModes.Names) : null;
    }

    private static string Lines(IEnumerable<string> names) => string.Concat(names.Select(name => name + "\n"));
}
