using System.Text;

namespace Ptracer.Host.Cli;

/// <summary>
/// The verbs, by name. Only the verb that is called builds its options: <c>run</c> starts in a few milliseconds, and
/// pays for no other.
/// </summary>
internal static class Verbs
{
    private static readonly string[] s_names =
    [
        "run", "doctor", "deps", "pack", "guest", "shell", "exec", "pull", "import", "export", "daemon", "systemctl", "journalctl",
        "service", "loader", "help", "version",
    ];

    /// <summary>The verb that the process's words (its own name first) ask for.</summary>
    /// <exception cref="PtracerException">There is no such verb, or its words are wrong.</exception>
    public static IVerb Find(IReadOnlyList<byte[]> words)
    {
        string program = words.Count > 0 ? CalledAs(words[0]) : "";
        switch (program)
        {
            case "proot":
                return RunVerb.Parse(RunDialect.Proot, WordList.From(words, 1));
            case "systemctl" or "journalctl" or "runlevel" or "telinit":
                return ImageFeatures.IsWhole ? WholeVerbs.ParseTool(program, WordList.From(words, 1)) : new WholeImageVerb(words);
            case "halt" or "poweroff" or "reboot" or "shutdown":
                throw new PtracerException($"{program}: a guest is stopped from its host: ptracer guest stop NAME");
            case "init":
                throw new PtracerException("init: ptracer's daemon starts this guest's services; systemctl controls them");
        }

        if (words.Count < 2)
        {
            return new TextVerb(HelpText.Overview());
        }

        WordList rest = WordList.From(words, 2);
        string verb = WordList.From(words, 1).Text(0);
        return verb switch
        {
            "run" => RunVerb.Parse(RunDialect.Ptracer, rest),
            "session" => SessionVerb.Parse(rest),
            "shell" => ShellVerb.Parse(rest),
            "exec" => ExecVerb.Parse(rest),
            "loader" => LoaderVerb.Parse(rest),
            "help" or "-h" or "--help" or "--usage" =>
                rest.Count == 0 ? new TextVerb(HelpText.Overview())
                : ImageFeatures.IsWhole ? HelpText.Verb(rest) : new WholeImageVerb(words),
            "version" or "-V" or "--version" or "--about" => new TextVerb(VersionText.Line()),
            _ when Array.IndexOf(s_names, verb) < 0 && verb != "keep" => throw Unknown(verb),
            _ => ImageFeatures.IsWhole ? WholeVerbs.Parse(verb, rest) : new WholeImageVerb(words),
        };
    }

    /// <summary>The name that the program was called by: it is also other programs.</summary>
    private static string CalledAs(ReadOnlySpan<byte> program) =>
        Encoding.UTF8.GetString(program[(program.LastIndexOf((byte)'/') + 1)..]);

    private static PtracerException Unknown(string verb)
    {
        if (verb.StartsWith('-') || verb.Contains('/', StringComparison.Ordinal))
        {
            return new PtracerException(
                $"{verb}: a verb is missing before it; write: ptracer run {verb} ... (see ptracer --help)");
        }

        string remedy = Suggestion.Closest(verb, s_names) is { } name
            ? $"did you mean {name}?"
            : "the verbs are " + string.Join(", ", s_names);
        return new PtracerException($"{verb}: no such verb; {remedy} (see ptracer --help)");
    }
}
