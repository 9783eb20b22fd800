namespace Ptracer.Host.Cli;

/// <summary><c>run</c>: a command in a guest, its status ours.</summary>
internal sealed class RunVerb(RunRequest request) : IVerb
{
    /// <summary>Parses the words behind the verb.</summary>
    public static IVerb Parse(RunDialect dialect, WordList words)
    {
        RunRequest request = new RunOptionsParser(dialect, new HostView()).Parse(words);
        return request.Action switch
        {
            RunAction.ShowHelp => new TextVerb(HelpText.Run(dialect)),
            RunAction.ShowVersion => new TextVerb(VersionText.Line()),
            _ => new RunVerb(request),
        };
    }

    /// <inheritdoc/>
    public int Run()
    {
        foreach (string warning in request.Warnings)
        {
            Terminal.Warn(warning);
        }

        return GuestSession.Run(request.Session).Status;
    }
}
