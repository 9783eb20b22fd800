using Ptracer.Host.Daemon.Guests;

namespace Ptracer.Host.Cli;

/// <summary><c>shell</c>: logs in to a guest.</summary>
internal sealed class ShellVerb(GuestUserOptions options, VerbWords given) : IVerb
{
    /// <summary>Parses the words behind it.</summary>
    public static IVerb Parse(WordList words)
    {
        GuestUserOptions options = new();
        VerbWords given = VerbWords.Sort("shell", options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(GuestHelp.Shell());
        }

        given.ExpectBefore("NAME");
        return new ShellVerb(options, given);
    }

    /// <inheritdoc/>
    public int Run()
    {
        HostView host = new();
        GuestStore store = GuestVerb.OpenStore();
        using GuestHold hold = store.Use(given.Operand(0));
        StoredGuest guest = store.Open(given.Operand(0));
        GuestUser user = GuestLaunch.UserOf(guest, given.Last(options.User));
        SessionOptions session = GuestLaunch.Login(guest, user, options.Variables(given), host);
        session = given.Behind is { Length: > 0 } command
            ? session with { Command = command }
            : GuestLaunch.WithShell(session, user);
        return GuestSession.Run(session with { WorkingDirectory = given.Last(options.WorkingDirectory) ?? Home(session, user) }).Status;
    }

    private static string Home(SessionOptions session, GuestUser user)
    {
        if (GuestLaunch.HasHome(session, user))
        {
            return user.Home;
        }

        Terminal.Warn($"{user.Home}: the home of {user.Name} is not in the guest; starting in /");
        return "/";
    }
}
