using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>
/// The descriptors that a service is started with: those that its socket units listen on, asked of their keepers at each
/// start, or the one connection that an instance is for.
/// </summary>
/// <param name="statePath">The guest's state.</param>
/// <param name="sockets">The socket units.</param>
/// <param name="connection">A connection that was accepted for it, or null.</param>
internal sealed class PassedFiles(string statePath, IReadOnlyList<string> sockets, Descriptor? connection)
{
    private const string ConnectionName = "connection";

    /// <summary>Opens them: names and descriptors that the caller closes.</summary>
    public List<(string Name, Descriptor File)> Open()
    {
        List<(string, Descriptor)> files = [];
        if (connection is { Number: >= 0 })
        {
            files.Add((ConnectionName, Posix.Files.Duplicate(connection.Number)));
        }

        foreach (string socket in sockets)
        {
            files.AddRange(SocketFiles.Ask(new KeeperPlace(statePath, socket).Control));
        }

        return files;
    }

    /// <summary>Closes the connection: its service has it.</summary>
    public void ReleaseConnection() => connection?.Dispose();
}
