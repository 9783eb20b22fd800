using System.Text;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>How the keeper of a socket unit hands its descriptors to the keeper of the service.</summary>
internal static class SocketFiles
{
    private const string Mark = "files ";

    /// <summary>The line that goes along with the descriptors: their names.</summary>
    public static byte[] Line(IEnumerable<string> names) => Encoding.UTF8.GetBytes($"{Mark}{string.Join(':', names)}\n");

    /// <summary>Asks for them.</summary>
    /// <param name="control">The control socket of the socket unit's keeper.</param>
    /// <returns>None: it does not run.</returns>
    public static List<(string Name, Descriptor File)> Ask(string control)
    {
        List<(string, Descriptor)> result = [];
        using Descriptor? connection = UnixSocket.Connect(control, UnixSocket.Stream, blocking: true);
        if (connection is null || !UnixSocket.Send(connection, new KeeperRequest { Do = "files" }.ToLine()))
        {
            return result;
        }

        LineBuffer lines = new();
        while (lines.Read(connection, LineWait.Wait) is { } some)
        {
            if (some.Select(Encoding.UTF8.GetString).FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal)) is { } line)
            {
                List<Descriptor> files = lines.TakeFiles();
                string[] names = line[Mark.Length..].Split(':');
                result.AddRange(files.Select((file, index) => (index < names.Length ? names[index] : "unknown", file)));
                return result;
            }
        }

        return result;
    }
}
