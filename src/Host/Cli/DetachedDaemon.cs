using System.Globalization;
using System.Text;
using Ptracer.Host.Daemon;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Cli;

/// <summary>Starts a daemon that goes on by itself.</summary>
/// <param name="place">Its files.</param>
/// <param name="options">What it is started with.</param>
internal sealed class DetachedDaemon(DaemonPlace place, DaemonOptions options)
{
    /// <summary>Starts the daemon in a session of its own, and waits until it serves or has failed.</summary>
    /// <returns>0.</returns>
    /// <exception cref="PtracerException">It has failed; the message is its own.</exception>
    public int Start()
    {
        (Descriptor read, Descriptor write) = Files.Pipe();
        using Descriptor nothing = Files.OpenNull();
        using Descriptor log = Files.Open(place.LogPath, FileUse.Append);
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
        string last = File.ReadLines(place.LogPath).LastOrDefault() ?? "";
        throw new PtracerException(last.StartsWith("ptracer: ", StringComparison.Ordinal)
            ? last["ptracer: ".Length..]
            : $"daemon: it ended at once; see {place.LogPath}");
    }
}
