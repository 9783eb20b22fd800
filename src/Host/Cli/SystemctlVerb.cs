using Ptracer.Host.Cli.Systemctl;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Http.Client;

namespace Ptracer.Host.Cli;

/// <summary><c>systemctl</c>: asks the daemon about a guest's units; output and statuses as systemd's.</summary>
internal sealed class SystemctlVerb(IReadOnlyList<string> words) : IVerb
{
    private const int NoSuchUnit = 5;

    /// <summary>Takes the words behind the verb.</summary>
    public static IVerb Parse(WordList words)
    {
        List<string> texts = [];
        for (int index = 0; index < words.Count; index++)
        {
            texts.Add(words.Text(index));
        }

        return new SystemctlVerb(texts);
    }

    /// <summary>Takes the words of <c>runlevel</c> and <c>telinit</c>, which systemd's package links to systemctl.</summary>
    /// <exception cref="PtracerException">telinit is told no level that there is.</exception>
    public static IVerb ParseInit(string program, WordList words) => new SystemctlVerb(program == "runlevel" ? ["runlevel"]
        : (words.Count > 0 ? words.Text(words.Count - 1) : "") switch
        {
            "0" or "6" => throw new PtracerException("telinit: a guest is stopped from its host: ptracer guest stop NAME"),
            "1" or "s" or "S" => ["isolate", "rescue.target"],
            "2" or "3" or "4" => ["isolate", "multi-user.target"],
            "5" => ["isolate", "graphical.target"],
            "q" or "Q" or "u" or "U" => ["daemon-reload"],
            _ => throw new PtracerException("telinit: give a runlevel: 1 to 5 (or S), or q to reload the units"),
        });

    /// <inheritdoc/>
    public int Run()
    {
        SystemctlOptions options;
        try
        {
            options = SystemctlOptions.Parse(words);
        }
        catch (PtracerException wrong)
        {
            Terminal.WriteError(wrong.Message + "\n");
            return 1;
        }

        if (options.Help || options.Version)
        {
            Terminal.Write(options.Help ? SystemctlHelp.Text : "systemd 252 (by ptracer)\n");
            return 0;
        }

        try
        {
            (IUnitControl units, IJournalControl journal, string guest) = Connect(options);
            return new SystemctlCommands(units, journal, guest, options).Run();
        }
        catch (ControlException failure)
        {
            if (!options.IsQuiet)
            {
                Terminal.WriteError(failure.Message + "\n");
            }

            return failure.Kind == ControlError.NotFound && options.Command is "start" or "stop" or "restart" or "reload" ? NoSuchUnit : 1;
        }
    }

    private static (IUnitControl Units, IJournalControl Journal, string Guest) Connect(SystemctlOptions options)
    {
        if (options.Guest is null && File.Exists(GuestTools.ControlPath))
        {
            ApiClient inside = new(GuestTools.ControlPath);
            return (inside.Units, inside.Journal, ApiClient.Self);
        }

        PtracerHome home = PtracerHome.Find(new HostView());
        StoredGuest guest = GuestChoice.Of(options.Guest, "-M");
        string socket = home.SocketPath(DaemonHelp.SocketName);
        if (!File.Exists(socket))
        {
            throw new ControlException(ControlError.Conflict, $"no daemon runs for {home.Path}; start one: ptracer daemon --detach");
        }

        ApiClient client = new(socket);
        return (client.Units, client.Journal, guest.Name);
    }
}
