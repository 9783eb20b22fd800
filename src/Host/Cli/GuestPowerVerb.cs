using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Http.Client;

namespace Ptracer.Host.Cli;

/// <summary><c>guest start</c> and <c>guest stop</c>: has the daemon boot a guest, or stop all that runs in it.</summary>
internal sealed class GuestPowerVerb(string name, GuestPower power) : IVerb
{
    /// <summary>Parses the words behind it.</summary>
    public static IVerb Parse(GuestPower power, WordList words)
    {
        GuestPlainOptions options = new();
        VerbWords given = VerbWords.Sort(power == GuestPower.On ? "guest start" : "guest stop", options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(power == GuestPower.On ? GuestHelp.Start() : GuestHelp.Stop());
        }

        given.Expect("NAME");
        return new GuestPowerVerb(given.Operand(0), power);
    }

    /// <inheritdoc/>
    public int Run()
    {
        PtracerHome home = PtracerHome.Find(new HostView());
        string guest = GuestVerb.OpenStore().Open(name).Name;
        string socket = home.SocketPath(DaemonHelp.SocketName);
        if (!File.Exists(socket))
        {
            throw new ControlException(ControlError.Conflict, $"no daemon runs for {home.Path}; start one: ptracer daemon --detach");
        }

        IGuestControl guests = new ApiClient(socket).Guests;
        (power == GuestPower.On ? guests.Start(guest, CancellationToken.None) : guests.Stop(guest, CancellationToken.None))
            .GetAwaiter().GetResult();
        return 0;
    }
}

/// <summary>What a guest shall be.</summary>
internal enum GuestPower
{
    /// <summary>Booted.</summary>
    On,

    /// <summary>Stopped.</summary>
    Off,
}
