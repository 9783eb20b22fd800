using System.Globalization;
using Ptracer.Host.Posix;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>
/// The keeper of a socket unit: it holds the listening sockets, whoever dies meanwhile, and says when somebody comes. While
/// its service runs it listens on without looking; with Accept= it accepts, and hands each connection to the daemon.
/// </summary>
internal sealed class SocketKeeper : IUnitKeeper
{
    private readonly EventLoop _loop;
    private readonly KeeperContext _context;
    private readonly SocketUnit _socket;
    private readonly Action<int, string> _log;
    private readonly List<Descriptor> _listeners = [];
    private readonly List<long> _triggers = [];
    private readonly Func<Descriptor, bool> _handOver;
    private int _accepted;
    private bool _isWatching;

    /// <summary>Prepares it; nothing is opened.</summary>
    /// <param name="loop">Its loop.</param>
    /// <param name="context">What it works for.</param>
    /// <param name="log">Logs a line with a priority.</param>
    /// <param name="handOver">Hands an accepted connection to the daemon; false: there is none now.</param>
    public SocketKeeper(EventLoop loop, KeeperContext context, Action<int, string> log, Func<Descriptor, bool> handOver)
    {
        (_loop, _context, _log, _handOver) = (loop, context, log, handOver);
        _socket = context.Unit.Socket!;
    }

    /// <inheritdoc/>
    public event Action? StateChanged;

    /// <summary><c>dead</c>, <c>listening</c>, <c>running</c> (its service runs, or is wanted) or <c>failed</c>.</summary>
    public string State { get; private set; } = "dead";

    /// <summary>systemd's word for how it ended.</summary>
    public string Result { get; private set; } = "success";

    /// <inheritdoc/>
    public bool IsOver => State is "dead" or "failed";

    /// <inheritdoc/>
    public bool IsDone => IsOver;

    /// <inheritdoc/>
    public KeeperSnapshot Snapshot() => new()
    {
        State = State,
        Result = Result,
        KeeperPid = Processes.OwnId,
        Accepted = _accepted,
        StateChangedUs = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
    };

    /// <inheritdoc/>
    public void Do(KeeperRequest request)
    {
        switch (request.Do)
        {
            case "busy":
                Busy();
                break;
            case "idle":
                Idle();
                break;
            case "refuse":
                Fail("service-start-limit-hit");
                break;
            case "stop" or "restart-stop":
                Stop();
                break;
        }
    }

    /// <summary>The names of its descriptors, one each.</summary>
    public IReadOnlyList<string> Names =>
        [.. _listeners.Select(_ => _socket.FileDescriptorName ?? _context.Unit.Id)];

    /// <summary>Its descriptors.</summary>
    public int[] Files => [.. _listeners.Select(listener => listener.Number)];

    /// <summary>Opens everything, and listens.</summary>
    public void Start()
    {
        try
        {
            foreach (SocketListen listen in _socket.Listens)
            {
                _listeners.Add(ListeningSocket.Open(listen, _socket, _context.Files, HostPort));
            }

            foreach (string link in _socket.Symlinks)
            {
                _context.Files.Link(link, _socket.Listens.First(listen => listen.Address.StartsWith('/')).Address);
            }

            SetState("listening");
            Watch();
        }
        catch (Exception failure) when (failure is PosixException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            _log(3, $"Failed to listen: {failure.Message}");
            Close();
            Fail("resources");
        }
    }

    /// <summary>Listens no longer.</summary>
    public void Stop()
    {
        Close();
        if (_socket.RemoveOnStop)
        {
            ListeningSocket.Remove(_socket, _context.Files);
        }

        SetState("dead");
    }

    /// <summary>Its service runs, or will: it looks no longer.</summary>
    public void Busy()
    {
        if (!IsOver && !_socket.Accept)
        {
            Unwatch();
            SetState("running");
        }
    }

    /// <summary>Its service has ended: it looks again.</summary>
    public void Idle()
    {
        if (!IsOver)
        {
            SetState("listening");
            Watch();
        }
    }

    /// <summary>Its service cannot be started: nobody is to be asked in vain again.</summary>
    public void Fail(string result)
    {
        Close();
        Result = result;
        SetState("failed");
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    // Privileged ports are others on the host, as the guest's settings say.
    private int HostPort(int port)
    {
        foreach (string mapping in _context.Guest.Settings.Ports)
        {
            string[] ports = mapping.Split(':');
            if (ports.Length == 2 && int.Parse(ports[0], CultureInfo.InvariantCulture) == port)
            {
                return int.Parse(ports[1], CultureInfo.InvariantCulture);
            }
        }

        return port;
    }

    private void Watch()
    {
        if (_isWatching)
        {
            return;
        }

        _isWatching = true;
        foreach (Descriptor listener in _listeners)
        {
            _loop.Watch(listener, () => OnReadable(listener));
        }
    }

    private void Unwatch()
    {
        _isWatching = false;
        _listeners.ForEach(_loop.Forget);
    }

    private void Close()
    {
        Unwatch();
        _listeners.ForEach(listener => listener.Dispose());
        _listeners.Clear();
    }

    private void OnReadable(Descriptor listener)
    {
        if (!MayTrigger())
        {
            _log(4, "Trigger limit hit, refusing further activation.");
            Fail("trigger-limit-hit");
            return;
        }

        if (!_socket.Accept)
        {
            Busy(); // the daemon reads it from our state, at once or when there is one again
            return;
        }

        using Descriptor? connection = UnixSocket.Accept(listener);
        if (connection is null)
        {
            return;
        }

        if (_handOver(connection))
        {
            _accepted++;
            StateChanged?.Invoke();
        }
        else
        {
            _log(4, "A connection was refused: no daemon runs that could start a service for it");
        }
    }

    private bool MayTrigger()
    {
        if (_socket.TriggerLimitInterval.IsZero || _socket.TriggerLimitBurst == 0)
        {
            return true;
        }

        long span = (long)(_socket.TriggerLimitInterval.Microseconds / 1000);
        _triggers.RemoveAll(trigger => EventLoop.NowMs - trigger > span);
        _triggers.Add(EventLoop.NowMs);
        return _triggers.Count <= _socket.TriggerLimitBurst;
    }

    private void SetState(string state)
    {
        if (State != state)
        {
            State = state;
            StateChanged?.Invoke();
        }
    }
}
