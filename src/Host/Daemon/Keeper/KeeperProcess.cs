using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>
/// A keeper's process: one unit, from the start that the daemon asked for to the unit's end. It is in a session of its own
/// and needs no daemon: it tells whoever connects.
/// </summary>
internal sealed class KeeperProcess : IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly KeeperContext _context;
    private readonly KeeperOptions _options;
    private readonly List<ControlServer.Client> _clients = [];
    private Descriptor? _lock;
    private readonly LogIntake _log;
    private ControlServer? _control;
    private readonly KeptState _kept;
    private IUnitKeeper? _unit;

    /// <summary>Takes the unit's place, unless the daemon has taken it for this process.</summary>
    /// <exception cref="PtracerException">Another keeper keeps the unit, or its journal cannot be opened.</exception>
    public KeeperProcess(KeeperContext context, KeeperOptions options)
    {
        (_context, _options) = (context, options);
        _lock = options.Lock ?? context.Place.TryTake() ?? throw new PtracerException($"{context.Unit.Id}: a keeper of it is running already");
        _log = OpenLog(context.Unit.Id);
        _kept = new KeptState(_loop, context.Place, _log, () => _unit!.Snapshot().ToLine());
    }

    /// <summary>Runs to the unit's end.</summary>
    public void Run()
    {
        using EndSignals end = new(() => _loop.Post(() => Do(null, new KeeperRequest { Do = "stop" })));
        _log.ListenSyslog(_context.Place.Syslog);
        _log.ListenNative(_context.Place.Journal);
        _control = new ControlServer(_loop, _context.Place.Control, () => _unit!.Snapshot().ToLine(), Do);
        _unit = _context.Unit.Service is not null
            ? new ServiceKeeper(_loop, _context, _log, new PassedFiles(_context.Guest.StatePath, _options.Sockets, _options.Connection))
            : new SocketKeeper(_loop, _context, _log.Log, HandOver);
        _unit.StateChanged += Tell;
        if (_options.Client is { } client)
        {
            _control.Serve(client);
        }

        _unit.Start();
        AfterEach();
        _loop.Run();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _unit?.Dispose();
        _control?.Dispose();
        _log.Dispose();
        _lock?.Dispose();
        _loop.Dispose();
    }

    private LogIntake OpenLog(string unit)
    {
        return new LogIntake(_loop, _context.OpenJournal(unit), unit)
        {
            ForwardPath = _context.Files.HostPath("/run/systemd/journal/syslog"),
        };
    }

    private void Tell()
    {
        byte[] line = _unit!.Snapshot().ToLine();
        _kept.Write(line);
        _control?.Tell(line);
        AfterEach();
    }

    /// <summary>When the unit has ended, gives its place away at once, and ends when nothing is left of it.</summary>
    private void AfterEach()
    {
        if (!_unit!.IsOver)
        {
            return;
        }

        // After what is being done: a state may be told from the middle of it.
        _loop.Post(() =>
        {
            if (_control is { } control && _unit.IsOver)
            {
                // The daemon may start the next keeper as soon as it sees the connection end.
                _control = null;
                control.Close();
                Linger();
                control.Dispose();
            }

            if (_unit.IsDone)
            {
                _loop.Stop();
            }
            else
            {
                const int LookAgainMs = 200;
                _loop.After(LookAgainMs, AfterEach);
            }
        });
    }

    /// <summary>Processes that KillMode= spared go on, and what they say belongs to nobody's next start.</summary>
    private void Linger()
    {
        if (_unit is { IsDone: false })
        {
            _log.MoveTo(_context.OpenJournal($"session-{Processes.OwnId}.scope"));
        }
        else
        {
            _log.Dispose();
        }

        _lock?.Dispose();
        _lock = null;
    }

    private bool HandOver(Descriptor connection)
    {
        _clients.RemoveAll(client => client.Connection.Number < 0);
        byte[] line = "{\"state\":\"accepted\"}\n"u8.ToArray();
        return _clients.Exists(client => client.Send(line, [connection.Number]));
    }

    private void Do(ControlServer.Client? client, KeeperRequest request)
    {
        switch (request.Do)
        {
            case "watch" when client is not null:
                _clients.Add(client);
                break;
            case "files" when client is not null && _unit is SocketKeeper socket:
                socket.Busy();
                client.Send(SocketFiles.Line(socket.Names), socket.Files);
                break;
            default:
                _unit!.Do(request);
                break;
        }
    }
}
