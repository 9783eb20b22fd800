using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Daemon.Supervisor;
using Ptracer.Host.Http;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Cli;

/// <summary><c>daemon</c>: keeps the services of guests, and answers the API, until it is told to end.</summary>
internal sealed class DaemonVerb(DaemonOptions options) : IVerb
{
    /// <summary>Parses the words behind the verb.</summary>
    public static IVerb Parse(WordList words)
    {
        return DaemonOptions.Parse(words) is { } options ? new DaemonVerb(options) : new TextVerb(DaemonHelp.Text);
    }

    /// <inheritdoc/>
    public int Run()
    {
        PtracerHome home = PtracerHome.Find(new HostView());
        DaemonPlace place = new(home);
        if (options.Detaches)
        {
            return new DetachedDaemon(place, options).Start();
        }

        using IDisposable claim = place.Claim();
        Serve(home, place).GetAwaiter().GetResult();
        return 0;
    }

    private async Task Serve(PtracerHome home, DaemonPlace place)
    {
        using DaemonControl control = new(new GuestStore(home, new RootfsSources()));
        await using ApiServer server = new(control, new ApiServerOptions(place.SocketPath)
        {
            TcpPort = options.Port,
            TokenPath = options.Port is null ? null : place.TokenPath,
        });
        await server.StartAsync();
        control.Booted += guest => ServeGuest(server, guest);
        control.Start();
        place.Announce(server.PanelAddress, options.ReadyDescriptor);
        WaitForSignal();
        await server.StopAsync();
    }

    private static void ServeGuest(ApiServer server, StoredGuest guest)
    {
        Directory.CreateDirectory(guest.StatePath);
        GuestTools.WritePackageRules(guest);
        string path = GuestTools.SocketOf(guest);
        if (File.Exists(path) && server.HasGuestSocket(guest.Name))
        {
            return; // it was started before: the socket outlives a stop
        }

        // That of a guest of this name which has been removed.
        server.RemoveGuestSocket(guest.Name).AsTask().GetAwaiter().GetResult();
        server.AddGuestSocket(guest.Name, path);
    }

    private static void WaitForSignal()
    {
        using ManualResetEventSlim ended = new();
        using EndSignals signals = new(ended.Set);
        ended.Wait();
    }
}
