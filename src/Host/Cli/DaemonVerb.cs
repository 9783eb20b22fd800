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
        DaemonOptions options = new(false, null, null);
        for (int index = 0; index < words.Count; index++)
        {
            switch (words.Text(index))
            {
                case "-h" or "--help":
                    return new TextVerb(DaemonHelp.Text);
                case "--detach":
                    options = options with { Detaches = true };
                    break;
                case "--port" when index + 1 < words.Count:
                    options = options with { Port = PortOf(words.Text(++index)) };
                    break;
                case "--port":
                    throw new PtracerException("--port: its value is missing; write --port 8080, or --port 0 for any free one");
                case "--ready-fd" when index + 1 < words.Count && int.TryParse(words.Text(index + 1), out int ready):
                    options = options with { ReadyDescriptor = ready };
                    index++;
                    break;
                case string other:
                    throw new PtracerException($"{other}: unknown option; ptracer daemon --help lists them");
            }
        }

        return new DaemonVerb(options);
    }

    /// <inheritdoc/>
    public int Run()
    {
        PtracerHome home = PtracerHome.Find(new HostView());
        using (home.OpenRun())
        {
            // Made, so that what follows finds it.
        }

        if (options.Detaches)
        {
            return Detach(home);
        }

        using Descriptor claim = Claim(home);
        using DaemonControl control = new(new GuestStore(home, new RootfsSources()));
        ApiServer server = new(control, new ApiServerOptions(home.SocketPath(DaemonHelp.SocketName))
        {
            TcpPort = options.Port,
            TokenPath = options.Port is null ? null : home.RunPath + "/token",
        });
        server.StartAsync().GetAwaiter().GetResult();
        control.Booted += guest => ServeGuest(server, guest);
        control.Start();
        Announce(home, server);
        WaitForSignal();
        server.StopAsync().GetAwaiter().GetResult();
        return 0;
    }

    private static int? PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= ushort.MaxValue
            ? port
            : throw new PtracerException($"--port {text}: not a port; write a number from 0 to 65535");

    /// <summary>Takes the lock, which is ours while we live, whatever ends us, and writes the pid file.</summary>
    private static Descriptor Claim(PtracerHome home)
    {
        string path = home.RunPath + "/daemon.pid";
        Descriptor file = Files.OpenLockFile(home.RunPath + "/daemon.lock");
        if (!Files.TryLock(file))
        {
            file.Dispose();
            string process = File.Exists(path) ? File.ReadAllText(path).Trim() : "?";
            throw new PtracerException($"daemon: one runs already (process {process}); end it first: kill {process}");
        }

        File.WriteAllText(path, $"{Processes.OwnId}\n");
        return file;
    }

    private static void ServeGuest(ApiServer server, StoredGuest guest)
    {
        Directory.CreateDirectory(guest.StatePath);
        server.AddGuestSocket(guest.Name, GuestTools.SocketOf(guest));
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

    private void Announce(PtracerHome home, ApiServer server)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"ptracer daemon: process {Processes.OwnId}, API at {home.RunPath}/{DaemonHelp.SocketName}\n");
        if (server.PanelAddress is { } address)
        {
            using (Descriptor file = Files.Open(home.RunPath + "/panel", FileUse.Truncate))
            {
                File.SetUnixFileMode(home.RunPath + "/panel", UnixFileMode.UserRead | UnixFileMode.UserWrite);
                Files.Write(file, Encoding.UTF8.GetBytes(address + "\n"));
            }

            text.Append("control panel: ").Append(address).Append('\n');
        }

        if (options.ReadyDescriptor is { } descriptor)
        {
            using Descriptor ready = new(descriptor);
            Files.Write(ready, Encoding.UTF8.GetBytes(text.ToString()));
        }
        else
        {
            Terminal.Write(text.ToString());
        }
    }

    /// <summary>Starts the daemon in a session of its own, and waits until it serves or has failed.</summary>
    private int Detach(PtracerHome home)
    {
        (Descriptor read, Descriptor write) = Files.Pipe();
        using Descriptor nothing = Files.OpenNull();
        using Descriptor log = Files.Open(home.RunPath + "/daemon.log", FileUse.Append);
        List<string> words = ["ptracer", "daemon", "--ready-fd", "3"];
        if (options.Port is { } port)
        {
            words.AddRange(["--port", port.ToString(CultureInfo.InvariantCulture)]);
        }

        int process;
        using (read)
        {
            using (write)
            {
                process = new Launch
                {
                    Executable = OwnProgram.Path,
                    Words = [.. words.Select(Encoding.UTF8.GetBytes)],
                    Environment = ProcessArguments.Environment(),
                    WorkingDirectory = "/",
                    Files = [nothing.Number, log.Number, log.Number, write.Number],
                    NewSession = true,
                }.Start();
            }

            Span<byte> buffer = stackalloc byte[4096];
            StringBuilder said = new();
            while (Files.Read(read, buffer) is > 0 and int count)
            {
                said.Append(Encoding.UTF8.GetString(buffer[..count]));
            }

            if (said.Length > 0)
            {
                Terminal.Write(said.ToString());
                return 0;
            }
        }

        Processes.Reap(process, wait: true);
        string last = File.ReadLines(home.RunPath + "/daemon.log").LastOrDefault() ?? "";
        throw new PtracerException(last.StartsWith("ptracer: ", StringComparison.Ordinal)
            ? last["ptracer: ".Length..]
            : $"daemon: it ended at once; see {home.RunPath}/daemon.log");
    }
}

/// <summary>How the daemon is started.</summary>
/// <param name="Detaches">Whether it goes on in the background.</param>
/// <param name="Port">The loopback port of the API and panel; null: none.</param>
/// <param name="ReadyDescriptor">Where it tells that it serves; null: standard output.</param>
internal sealed record DaemonOptions(bool Detaches, int? Port, int? ReadyDescriptor);
