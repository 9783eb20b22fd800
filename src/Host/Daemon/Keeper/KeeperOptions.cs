using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>How a keeper is started.</summary>
/// <param name="Client">The daemon's connection, or null.</param>
/// <param name="Lock">The unit's place, taken by the daemon, or null.</param>
/// <param name="Connection">A connection that an instance of Accept= is for, or null.</param>
/// <param name="Sockets">The socket units whose descriptors the service gets.</param>
internal sealed record KeeperOptions(Descriptor? Client, Descriptor? Lock, Descriptor? Connection, IReadOnlyList<string> Sockets);
