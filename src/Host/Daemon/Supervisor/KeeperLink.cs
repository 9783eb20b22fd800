using System.Text;
using Ptracer.Host.Daemon.Keeper;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>The daemon's end of a connection with a keeper.</summary>
internal sealed class KeeperLink : IDisposable
{
    private readonly EventLoop _loop;
    private readonly Descriptor _connection;
    private readonly LineBuffer _lines = new();
    private readonly int _childPid;

    private KeeperLink(EventLoop loop, Descriptor connection, int childPid)
    {
        (_loop, _connection, _childPid) = (loop, connection, childPid);
        loop.Watch(connection, Read);
    }

    /// <summary>The keeper tells its unit's snapshot.</summary>
    public event Action<KeeperSnapshot>? Told;

    /// <summary>A socket unit's keeper hands a connection over; it is then the taker's.</summary>
    public event Action<Descriptor>? Accepted;

    /// <summary>The keeper is gone: its unit has ended, or it was killed.</summary>
    public event Action? Gone;

    /// <summary>Starts a keeper.</summary>
    /// <param name="loop">Where its events happen.</param>
    /// <param name="guest">The guest's name.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="sockets">The socket units whose descriptors a service gets.</param>
    /// <param name="place">
    /// The unit's place, taken: it is the keeper's from its first moment, whatever becomes of us; and the file for what the
    /// keeper says as it fails.
    /// </param>
    /// <param name="connection">A connection for an instance, or null.</param>
    /// <exception cref="PosixException">It could not be started.</exception>
    public static KeeperLink Start(
        EventLoop loop, string guest, string unit, IReadOnlyList<string> sockets, (Descriptor Lock, string ErrorPath) place, Descriptor? connection)
    {
        using Descriptor errors = Posix.Files.Open(place.ErrorPath, FileUse.Truncate);
        (Descriptor ours, Descriptor its) = UnixSocket.Pair(UnixSocket.Stream);
        using (its)
        {
            // It outlives the daemon, whose terminal or pipe it must not hold: what it says as it fails is in a file.
            using Descriptor nothing = Posix.Files.OpenNull();
            List<int> files = [nothing.Number, nothing.Number, errors.Number, its.Number, place.Lock.Number];
            if (connection is not null)
            {
                files.Add(connection.Number);
            }

            string[] words = ["ptracer", "keep", guest, unit, "3", "4", connection is null ? "-" : "5", .. sockets];
            Launch launch = new()
            {
                Executable = OwnProgram.Path,
                Words = [.. words.Select(Encoding.UTF8.GetBytes)],
                Environment = ProcessArguments.Environment(),
                WorkingDirectory = "/",
                Files = files,
                NewSession = true,
            };
            try
            {
                return new KeeperLink(loop, ours, launch.Start());
            }
            catch (PosixException)
            {
                ours.Dispose();
                throw;
            }
        }
    }

    /// <summary>Connects with a keeper that runs; null: none does.</summary>
    public static KeeperLink? Connect(EventLoop loop, KeeperPlace place) =>
        UnixSocket.Connect(place.Control, UnixSocket.Stream, blocking: false) is { } connection
            ? new KeeperLink(loop, connection, 0)
            : null;

    /// <summary>Asks it to do something; false: it is gone.</summary>
    public bool Ask(KeeperRequest request) => _connection.Number >= 0 && UnixSocket.Send(_connection, request.ToLine());

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_connection.Number >= 0)
        {
            _loop.Forget(_connection);
            _connection.Dispose();
        }
    }

    private void Read()
    {
        IReadOnlyList<byte[]>? lines = _lines.Read(_connection);
        foreach (Descriptor file in _lines.TakeFiles())
        {
            if (Accepted is { } accepted)
            {
                accepted(file);
            }
            else
            {
                file.Dispose();
            }
        }

        foreach (byte[] line in lines ?? [])
        {
            if (KeeperSnapshot.Parse(line) is { State: not "accepted" } snapshot)
            {
                Told?.Invoke(snapshot);
            }
        }

        if (lines is null)
        {
            Dispose();
            Gone?.Invoke();
            ReapLater();
        }
    }

    /// <summary>A keeper whose unit has ended may still pump what is left; it is collected when it has ended.</summary>
    private void ReapLater()
    {
        const int LookAgainMs = 1000;
        if (_childPid > 0 && Processes.Reap(_childPid, wait: false) is null && Processes.IsChild(_childPid))
        {
            _loop.After(LookAgainMs, ReapLater);
        }
    }
}
