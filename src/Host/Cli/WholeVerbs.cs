namespace Ptracer.Host.Cli;

/// <summary>The verbs that only the whole image has.</summary>
internal static class WholeVerbs
{
    /// <summary>Takes the words behind a name of systemd's tools by which the program was called in a guest.</summary>
    public static IVerb ParseTool(string program, WordList words) => program switch
    {
        "systemctl" => SystemctlVerb.Parse(words),
        "journalctl" => JournalctlVerb.Parse(words),
        _ => SystemctlVerb.ParseInit(program, words),
    };

    /// <summary>The verb of a name.</summary>
    public static IVerb Parse(string verb, WordList rest) => verb switch
    {
        "doctor" => DoctorVerb.Parse(rest),
        "deps" => DepsVerb.Parse(rest),
        "pack" => PackVerb.Parse(rest),
        "guest" => GuestVerb.Parse(rest),
        "pull" => PullVerb.Parse(rest),
        "import" => GuestCreateVerb.ParseImport(rest),
        "export" => GuestExportVerb.Parse("export", rest),
        "daemon" => DaemonVerb.Parse(rest),
        "systemctl" => SystemctlVerb.Parse(rest),
        "journalctl" => JournalctlVerb.Parse(rest),
        "service" => ServiceVerb.Parse(rest),
        _ => KeepVerb.Parse(rest),
    };
}
