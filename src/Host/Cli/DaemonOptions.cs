using System.Globalization;

namespace Ptracer.Host.Cli;

/// <summary>How the daemon is started.</summary>
/// <param name="Detaches">Whether it goes on in the background.</param>
/// <param name="Port">The loopback port of the API and panel; null: none.</param>
/// <param name="ReadyDescriptor">Where it tells that it serves; null: standard output.</param>
internal sealed record DaemonOptions(bool Detaches, int? Port, int? ReadyDescriptor)
{
    /// <summary>Parses the words behind the verb.</summary>
    /// <returns>Null: help is asked for.</returns>
    /// <exception cref="PtracerException">They are wrong; the message says how.</exception>
    public static DaemonOptions? Parse(WordList words)
    {
        DaemonOptions options = new(false, null, null);
        for (int index = 0; index < words.Count; index++)
        {
            switch (words.Text(index))
            {
                case "-h" or "--help":
                    return null;
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

        return options;
    }

    private static int? PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= ushort.MaxValue
            ? port
            : throw new PtracerException($"--port {text}: not a port; write a number from 0 to 65535");
}

