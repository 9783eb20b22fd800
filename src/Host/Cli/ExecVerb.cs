using Ptracer.Host.Daemon.Guests;

namespace Ptracer.Host.Cli;

/// <summary><c>exec</c>: a command in a guest, whether it is running or not.</summary>
internal sealed class ExecVerb(GuestUserOptions options, VerbWords given) : IVerb
{
    /// <summary>Parses the words behind it.</summary>
    public static IVerb Parse(WordList words)
    {
        GuestUserOptions options = new();
        VerbWords given = VerbWords.Sort("exec", options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(GuestHelp.Exec());
        }

        if (given.Behind is not { Length: > 0 })
        {
            throw new PtracerException("exec: the command is missing; write it behind --: ptracer exec NAME -- COMMAND");
        }

        given.ExpectBefore("NAME");
        return new ExecVerb(options, given);
    }

    /// <inheritdoc/>
    public int Run()
    {
        GuestStore store = GuestVerb.OpenStore();
        using GuestHold hold = store.Use(given.Operand(0));
        StoredGuest guest = store.Open(given.Operand(0));
        GuestUser user = GuestLaunch.UserOf(guest, given.Last(options.User));
        SessionOptions session = GuestLaunch.Login(guest, user, options.Variables(given), new HostView());
        return GuestSession.Run(session with
        {
            Command = given.Behind!,
            WorkingDirectory = given.Last(options.WorkingDirectory) ?? "/",
        }).Status;
    }
}
