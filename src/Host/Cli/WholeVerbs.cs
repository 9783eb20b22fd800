namespace Ptracer.Host.Cli;

/// <summary>The verbs that only the whole image has.</summary>
internal static class WholeVerbs
{
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
