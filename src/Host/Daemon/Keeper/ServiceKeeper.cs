using Ptracer.Host.Posix;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>
/// The keeper of a service: the process that starts its commands, keeps its pipes, sockets and stored descriptors, writes
/// its journal, and outlives the daemon. It ends when its service has.
/// </summary>
internal sealed class ServiceKeeper : IServiceHost, IDisposable
{
    private readonly EventLoop _loop;
    private readonly KeeperContext _context;
    private readonly LogIntake _log;
    private readonly ServiceMachine _machine;
    private readonly CommandLauncher _launcher;
    private readonly StoredFiles _stored;
    private readonly ServiceFiles _files;
    private readonly StartLimit _startLimit;
    private readonly NotifySocket? _notify;
    private readonly List<CommandProcess> _commands = [];
    private string _invocationId = "";
    private long _stateChangedUs;
    private long _activeSinceUs;
    private ServiceState _told = ServiceState.Dead;

    /// <summary>Prepares it; nothing is started.</summary>
    /// <param name="loop">Its loop.</param>
    /// <param name="context">What it works for.</param>
    /// <param name="log">Its journal.</param>
    /// <param name="passed">Descriptors that its socket units or a connection give it.</param>
    public ServiceKeeper(EventLoop loop, KeeperContext context, LogIntake log, PassedFiles passed)
    {
        (_loop, _context, _log) = (loop, context, log);
        UnitSection section = context.Unit.Section;
        _startLimit = new StartLimit(section.StartLimitInterval, section.StartLimitBurst);
        _startLimit.Add(context.Place.ReadState()?.Starts ?? []);
        _stored = new StoredFiles(context.Unit.Service!.FileDescriptorStoreMax);
        _files = new ServiceFiles(context.Files, context.Unit.Service, log);
        _launcher = new CommandLauncher(context, log, passed, _stored);
        _machine = new ServiceMachine(this, context.Unit, _startLimit);
        if (context.Unit.Service.NotifyAccess != NotifyAccess.None)
        {
            _notify = new NotifySocket(loop, context.Place.Notify, OnNotified);
        }
    }

    /// <summary>Something worth telling has changed.</summary>
    public event Action? StateChanged;

    /// <summary>Its life.</summary>
    public ServiceMachine Machine => _machine;

    /// <inheritdoc/>
    public long NowMs => EventLoop.NowMs;

    /// <summary>Whether nothing is left to keep.</summary>
    public bool IsDone => _machine.IsOver && !_machine.HasProcesses && !_log.HasStreams;

    /// <summary>What it tells of itself.</summary>
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
        StateChangedUs = _stateChangedUs,
        ActiveSinceUs = _activeSinceUs,
        Starts = _startLimit.Starts,
        InvocationId = _invocationId,
        StoredFiles = _stored.Count,
    };

    /// <inheritdoc/>
    public IServiceCommand? Start(ExecCommand command, CommandRole role, ServiceVariables variables)
    {
        if (_machine.State == ServiceState.Condition || _invocationId.Length == 0)
        {
            _invocationId = Guid.NewGuid().ToString("N");
        }

        try
        {
            CommandProcess process = _launcher.Start(_loop, command, role, variables, _invocationId);
            _commands.RemoveAll(known => known.HasEnded);
            _commands.Add(process);
            KeptCommand kept = new(process);
            process.Started += () => _machine.Started(kept);
            process.ProcessEnded += (id, exit) => _machine.ProcessEnded(kept, id, exit);
            process.CommandEnded += exit => _machine.CommandEnded(kept, exit);
            process.SessionEnded += () => _machine.SessionEnded(kept);
            return kept;
        }
        catch (Exception failure) when (failure is PosixException or IOException or UnauthorizedAccessException or PtracerException)
        {
            Log(3, $"Failed to start {command.Path}: {failure.Message}");
            return null;
        }
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
        ServiceState state = _machine.State;
        if (state != _told)
        {
            long now = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            _stateChangedUs = now;
            if (state.ActiveState() == "active" && _told.ActiveState() is not ("active" or "reloading"))
            {
                _activeSinceUs = now;
            }

            _told = state;
        }

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

    private void OnNotified(int sender, IReadOnlyList<KeyValuePair<string, string>> message, List<Descriptor> files)
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

    /// <summary>A command as the state machine sees it.</summary>
    private sealed class KeptCommand(CommandProcess process) : IServiceCommand
    {
        public int ProcessId => process.ProcessId;

        public bool HasEnded => process.HasEnded;

        public IReadOnlyList<int> Processes() => process.Processes();

        public void Kill() => process.Kill();
    }
}
