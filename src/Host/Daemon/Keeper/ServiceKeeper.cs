using Ptracer.Host.Posix;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>
/// The keeper of a service: the process that starts its commands, keeps its pipes, sockets and stored descriptors, writes
/// its journal, and outlives the daemon. It ends when its service has.
/// </summary>
internal sealed class ServiceKeeper : IServiceHost, IUnitKeeper
{
    private readonly EventLoop _loop;
    private readonly LogIntake _log;
    private readonly ServiceMachine _machine;
    private readonly CommandLauncher _launcher;
    private readonly StoredFiles _stored;
    private readonly ServiceFiles _files;
    private readonly StartLimit _startLimit;
    private readonly NotifySocket? _notify;
    private readonly List<CommandProcess> _commands = [];
    private string _invocationId = "";
    private readonly StateTimes _times = new();

    /// <summary>Prepares it; nothing is started.</summary>
    /// <param name="loop">Its loop.</param>
    /// <param name="context">What it works for.</param>
    /// <param name="log">Its journal.</param>
    /// <param name="passed">Descriptors that its socket units or a connection give it.</param>
    public ServiceKeeper(EventLoop loop, KeeperContext context, LogIntake log, PassedFiles passed)
    {
        (_loop, _log) = (loop, log);
        UnitSection section = context.Unit.Section;
        _startLimit = new StartLimit(section.StartLimitInterval, section.StartLimitBurst);
        _startLimit.Add(context.Place.ReadState()?.Starts ?? []);
        _stored = new StoredFiles(context.Unit.Service!.FileDescriptorStoreMax);
        _files = new ServiceFiles(context.Files, context.Unit.Service, log);
        _launcher = new CommandLauncher(context, log, passed, _stored);
        _machine = new ServiceMachine(this, context.Unit.Service, _startLimit);
        if (context.Unit.Service.NotifyAccess != NotifyAccess.None)
        {
            _notify = new NotifySocket(loop, context.Place.Notify, OnNotified);
        }
    }

    /// <inheritdoc/>
    public event Action? StateChanged;

    /// <inheritdoc/>
    public long NowMs => EventLoop.NowMs;

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
        Tracers = [.. _commands.Where(command => !command.HasEnded).Select(command => command.TracerId)],
        StateChangedUs = _times.StateChangedUs,
        ActiveSinceUs = _times.ActiveSinceUs,
        Starts = _startLimit.Starts,
        InvocationId = _invocationId,
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
    public IServiceCommand? Start(ExecCommand command, CommandRole role, ServiceVariables variables)
    {
        if (_machine.State == ServiceState.Condition || _invocationId.Length == 0)
        {
            _invocationId = Guid.NewGuid().ToString("N");
        }

        if (_launcher.TryStart(_loop, command, role, variables, _invocationId) is not { } process)
        {
            return null;
        }

        _commands.RemoveAll(known => known.HasEnded);
        _commands.Add(process);
        return new KeptCommand(process, _machine);
    }

    /// <inheritdoc/>
    public bool Signal(int processId, int signal) => Processes.Signal(processId, signal);

    /// <inheritdoc/>
    public EventLoop.Timer After(long delayMs, Action due) => _loop.After(delayMs, due);

    /// <inheritdoc/>
    public bool MakeDirectories() => _files.MakeDirectories();

    /// <inheritdoc/>
    public void RemoveRuntimeDirectories() => _files.RemoveRuntimeDirectories();

    /// <inheritdoc/>
    public int ReadPidFile() => _files.ReadPidFile();

    /// <inheritdoc/>
    public void RemovePidFile() => _files.RemovePidFile();

    /// <inheritdoc/>
    public void Changed()
    {
        _times.Note(_machine.State);
        StateChanged?.Invoke();
    }

    /// <inheritdoc/>
    public void Log(int priority, string text) => _log.Log(priority, text);

    /// <inheritdoc/>
    public void ForgetStoredFiles() => _stored.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        _notify?.Dispose();
        _stored.Clear();
    }

    private void OnNotified(int sender, NotifyMessage message, List<Descriptor> files)
    {
        if (!_machine.Hears(sender))
        {
            Log(4, $"Got notification message from PID {sender}, which NotifyAccess= does not allow");
            files.ForEach(file => file.Dispose());
            return;
        }

        _stored.Take(message, files);
        _machine.Notified(message);
    }
}
