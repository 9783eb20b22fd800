using System.Globalization;
using System.Text;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Cli;

/// <summary>The files of a running daemon: its lock, its pid, its socket, and where its panel is.</summary>
internal sealed class DaemonPlace
{
    private readonly PtracerHome _home;

    /// <summary>Makes the directory.</summary>
    /// <exception cref="PtracerException">It cannot be made, or is open to others.</exception>
    public DaemonPlace(PtracerHome home)
    {
        _home = home;
        home.OpenRun().Dispose();
    }

    /// <summary>The API's socket.</summary>
    public string SocketPath => _home.SocketPath(DaemonHelp.SocketName);

    /// <summary>The token of the API on TCP.</summary>
    public string TokenPath => _home.RunPath + "/token";

    /// <summary>What a daemon in the background says.</summary>
    public string LogPath => _home.RunPath + "/daemon.log";

    /// <summary>Takes the lock, which is ours while we live, whatever ends us, and writes the pid file.</summary>
    /// <exception cref="PtracerException">Another daemon has it.</exception>
    public Descriptor Claim()
    {
        string path = _home.RunPath + "/daemon.pid";
        Descriptor file = Files.OpenLockFile(_home.RunPath + "/daemon.lock");
        if (!Files.TryLock(file))
        {
            file.Dispose();
            string process = File.Exists(path) ? File.ReadAllText(path).Trim() : "?";
            throw new PtracerException($"daemon: one runs already (process {process}); end it first: kill {process}");
        }

        File.WriteAllText(path, $"{Processes.OwnId}\n");
        return file;
    }

    /// <summary>Says that it serves, and where.</summary>
    /// <param name="panelAddress">The panel's address with its token; null: no TCP.</param>
    /// <param name="readyDescriptor">Where it is said; null: standard output.</param>
    public void Announce(string? panelAddress, int? readyDescriptor)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"ptracer daemon: process {Processes.OwnId}, API at {_home.RunPath}/{DaemonHelp.SocketName}\n");
        if (panelAddress is { } address)
        {
            using (Descriptor file = Files.Open(_home.RunPath + "/panel", FileUse.Truncate))
            {
                File.SetUnixFileMode(_home.RunPath + "/panel", UnixFileMode.UserRead | UnixFileMode.UserWrite);
                Files.Write(file, Encoding.UTF8.GetBytes(address + "\n"));
            }

            text.Append("control panel: ").Append(address).Append('\n');
        }

        if (readyDescriptor is { } descriptor)
        {
            using Descriptor ready = new(descriptor);
            Files.Write(ready, Encoding.UTF8.GetBytes(text.ToString()));
        }
        else
        {
            Terminal.Write(text.ToString());
        }
    }
}
