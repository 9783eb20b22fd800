using Ptracer.Host.Daemon.Guests;

namespace Ptracer.Host.Cli;

/// <summary><c>run</c>: a command in a guest, its status ours.</summary>
internal sealed class RunVerb(RunRequest request) : IVerb
{
    /// <summary>Parses the words behind the verb.</summary>
    public static IVerb Parse(RunDialect dialect, WordList words)
    {
        HostView host = new();
        GuestPlace? guests = dialect == RunDialect.Proot ? null : GuestPlace.Here(host);
        RunRequest request = new RunOptionsParser(dialect, host, guests).Parse(words);
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

        using GuestHold? hold = request.Guest is { } guest ? GuestPlace.Here(new HostView()).Use(guest) : null;
        return GuestSession.Run(request.Session).Status;
    }
}
