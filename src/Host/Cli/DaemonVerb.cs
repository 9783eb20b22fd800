using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Ptracer.Host.Daemon;
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
        string socket = GuestTools.SocketOf(guest);
        if (!server.HasGuestSocket(guest.Name) || !File.Exists(socket)) // it stays from one boot to the next
        {
            _ = server.RemoveGuestSocket(guest.Name);
            server.AddGuestSocket(guest.Name, socket);
        }
    }

    private static void WaitForSignal()
    {
        using ManualResetEventSlim ended = new();
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.Set();
        }

        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
        ended.Wait();
    }
}
