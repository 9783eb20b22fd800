using Ptracer.Host.Posix;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>
/// The keeper of a service: the process that starts its commands, keeps its pipes, sockets and stored descriptors, writes
/// its journal, and outlives the daemon. It ends when its service has.
/// </summary>
internal sealed class ServiceKeeper : IUnitKeeper
{
    private readonly LogIntake _log;
    private readonly ServiceMachine _machine;
    private readonly StoredFiles _stored;
    private readonly StartLimit _startLimit;
    private readonly NotifySocket? _notify;
    private readonly NotifyAccess _access;
    private readonly StateTimes _times = new();
    private readonly ServiceHost _host;

    /// <summary>Prepares it; nothing is started.</summary>
    /// <param name="loop">Its loop.</param>
    /// <param name="context">What it works for.</param>
    /// <param name="log">Its journal.</param>
    /// <param name="passed">Descriptors that its socket units or a connection give it.</param>
    public ServiceKeeper(EventLoop loop, KeeperContext context, LogIntake log, PassedFiles passed)
    {
        _log = log;
        UnitSection section = context.Unit.Section;
        _startLimit = new StartLimit(section.StartLimitInterval, section.StartLimitBurst);
        _startLimit.Add(context.Place.ReadState()?.Starts ?? []);
        _stored = new StoredFiles(context.Unit.Service!.FileDescriptorStoreMax);
        _host = new ServiceHost(loop, context, log, passed, _stored);
        _machine = new ServiceMachine(_host, context.Unit.Service, _startLimit);
        _host.Listener = _machine;
        _host.HasChanged += OnChanged;
        _access = context.Unit.Service.NotifyAccess;
        if (_access != NotifyAccess.None)
        {
            _notify = new NotifySocket(loop, context.Place.Notify, OnNotified);
        }
    }

    /// <inheritdoc/>
    public event Action? StateChanged;

    /// <inheritdoc/>
    public bool IsOver => _machine.IsOver;

    /// <inheritdoc/>
    public bool IsDone => _machine.IsOver && !_machine.HasProcesses && !_log.HasStreams;

    /// <inheritdoc/>
    public KeeperSnapshot Snapshot() => new()
    {
        State = _machine.State.SubState(),
        Result = _machine.Result.Word(),
        ReloadResult = _machine.ReloadResult.Word(),
        MainPid = _machine.MainPid,
        ControlPid = _machine.ControlPid,
        ExitCode = _machine.MainExit is { Signal: 0 } exit ? exit.ExitCode : null,
        ExitSignal = _machine.MainExit is { Signal: > 0 } killed ? killed.Signal : null,
        Restarts = _machine.Restarts,
        IsRestarting = _machine.IsRestarting,
        StatusText = _machine.StatusText,
        KeeperPid = Processes.OwnId,
        Tracers = _host.Tracers,
        StateChangedUs = _times.StateChangedUs,
        ActiveSinceUs = _times.ActiveSinceUs,
        Starts = _startLimit.Starts,
        InvocationId = _host.InvocationId,
        StoredFiles = _stored.Count,
    };

    /// <inheritdoc/>
    public void Start() => _machine.Start();

    /// <inheritdoc/>
    public void Do(KeeperRequest request)
    {
        switch (request.Do)
        {
            case "start":
                _machine.StartNow();
                break;
            case "stop" or "restart-stop":
                _machine.Stop(request.Do == "restart-stop");
                break;
            case "reload":
                _machine.Reload();
                break;
            case "kill":
                _machine.Kill(request.Signal, request.Whom);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _notify?.Dispose();
        _stored.Clear();
    }

    private void OnChanged()
    {
        _times.Note(_machine.State);
        StateChanged?.Invoke();
    }

    private void OnNotified(int sender, NotifyMessage message, List<Descriptor> files)
    {
        if (!_access.Allows(sender, _machine.MainPid, _machine.ControlPid))
        {
            _log.Log(4, $"Got notification message from PID {sender}, which NotifyAccess= does not allow");
            files.ForEach(file => file.Dispose());
            return;
        }

        _stored.Take(message, files);
        _machine.Notified(message);
    }
}
