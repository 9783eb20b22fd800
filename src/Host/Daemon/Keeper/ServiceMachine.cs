using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>
/// The life of one service, as systemd leads it (systemd.service(5)): which command comes next, what an end, a message or
/// a time that has run out means. It starts no process itself and waits for nothing: an <see cref="IServiceHost"/> does,
/// and tells. All on one thread.
/// </summary>
/// <remarks>
/// <code>
/// condition -> start-pre -> start -> start-post -> running -> stop -> stop-sigterm -> stop-post -> final-sigterm -> dead
///                             |                      |  |                 |                            |           failed
///                             +-- failure: to stop-sigterm                +-> stop-sigkill             +-> final-sigkill
/// </code>
/// From dead or failed an automatic restart leads to auto-restart and on to condition. Parts of this class: Start, Stop,
/// Ends, Notify.
/// </remarks>
internal sealed partial class ServiceMachine : ICommandListener
{
    private readonly IServiceHost _host;
    private readonly Service _service;
    private readonly StartLimit _startLimit;
    private readonly List<IServiceCommand> _sessions = [];
    private IServiceCommand? _main;
    private IServiceCommand? _control;
    private ExecCommand? _running;
    private int _next;
    private readonly StateTimer _timer;
    private readonly StateTimer _watchdog;
    private bool _isForbiddenToRestart;
    private bool _isRestarting;
    private ServiceResult _reloadResult;

    /// <summary>A service that is not running.</summary>
    /// <param name="host">What acts for it.</param>
    /// <param name="service">Its section.</param>
    /// <param name="startLimit">Its starts so far.</param>
    public ServiceMachine(IServiceHost host, Service service, StartLimit startLimit)
    {
        (_host, _startLimit) = (host, startLimit);
        (_timer, _watchdog) = (new StateTimer(host), new StateTimer(host));
        _service = service;
    }

    /// <summary>Where it is.</summary>
    public ServiceState State { get; private set; }

    /// <summary>How its run ended, or is about to.</summary>
    public ServiceResult Result { get; private set; }

    /// <summary>How the last reload ended.</summary>
    public ServiceResult ReloadResult => _reloadResult;

    /// <summary>Its main process; 0: none.</summary>
    public int MainPid { get; private set; }

    /// <summary>The process of the command that runs beside the main one; 0: none.</summary>
    public int ControlPid => _control?.ProcessId ?? 0;

    /// <summary>How the main process of this run ended; null: it has not.</summary>
    public SessionExit? MainExit { get; private set; }

    /// <summary>STATUS= of sd_notify(3).</summary>
    public string StatusText { get; private set; } = "";

    /// <summary>How often it was restarted by itself since it was started.</summary>
    public int Restarts { get; private set; }

    /// <summary>Whether it was stopped to be started again at once.</summary>
    public bool IsRestarting => _isRestarting;

    /// <summary>Whether nothing of it runs, and nothing will by itself.</summary>
    public bool IsOver => State is ServiceState.Dead or ServiceState.Failed;

    /// <summary>Whether processes of it are left.</summary>
    public bool HasProcesses => _sessions.Exists(session => !session.HasEnded);

    /// <summary>Its processes now.</summary>
    public IEnumerable<int> Processes() => _sessions.SelectMany(session => session.Processes());

    /// <summary>Sends a signal to its main process, its control process or all.</summary>
    /// <returns>Whether there was one to send to.</returns>
    public bool Kill(int signal, string whom)
    {
        bool sent = false;
        if (whom is "main" or "all")
        {
            sent |= _host.Signal(MainPid, signal);
        }

        if (whom is "control" or "all")
        {
            sent |= _host.Signal(ControlPid, signal);
        }

        if (whom is "all")
        {
            foreach (int process in Processes().ToArray())
            {
                sent |= process != MainPid && process != ControlPid && _host.Signal(process, signal);
            }
        }

        return sent;
    }

    /// <inheritdoc/>
    public void ProcessEnded(IServiceCommand command, int processId, SessionExit exit)
    {
        if (processId == MainPid && MainPid != 0)
        {
            OnMainEnded(exit);
        }
    }

    /// <inheritdoc/>
    public void CommandEnded(IServiceCommand command, SessionExit exit)
    {
        if (command == _control)
        {
            _control = null;
            OnControlEnded(exit);
        }
        else if (command == _main && command.ProcessId == 0)
        {
            _host.Log(3, $"Failed to execute {_running?.Path}: see the message before this one");
            OnMainEnded(new SessionExit(ExitStatusExec, 0)); // it never ran
        }
    }

    /// <inheritdoc/>
    public void SessionEnded(IServiceCommand command)
    {
        _sessions.Remove(command);
        if (HasProcesses)
        {
            return;
        }

        if (MainPid != 0)
        {
            // Its tracer was killed and took it along, so nobody has told its end.
            OnMainEnded(new SessionExit(0, Signals.Kill));
            return;
        }

        switch (State)
        {
            case ServiceState.StopWatchdog or ServiceState.StopSigterm or ServiceState.StopSigkill:
                EnterStopPost(ServiceResult.Success);
                break;
            case ServiceState.FinalSigterm or ServiceState.FinalSigkill:
                EnterDead(ServiceResult.Success);
                break;
            case ServiceState.Running when MainPid == 0 && !_service.RemainAfterExit:
                EnterRunning(ServiceResult.Success); // a daemon whose main process is not known, or ExitType=cgroup
                break;
        }
    }

    private void SetState(ServiceState state)
    {
        if (State == state)
        {
            return;
        }

        State = state;
        _host.Changed();
    }

    /// <summary>Starts the next command of the list of the present state.</summary>
    /// <returns>False: there is none left.</returns>
    private bool RunNext(CommandRole role = CommandRole.Control)
    {
        IReadOnlyList<ExecCommand> list = State.Commands(_service.Commands);
        while (_next < list.Count)
        {
            ExecCommand command = list[_next++];
            if (Launch(command, role))
            {
                return true;
            }

            if (!command.IgnoresFailure)
            {
                _running = command;
                OnCommandFailed(ServiceResult.Resources);
                return true;
            }
        }

        return false;
    }

    private bool Launch(ExecCommand command, CommandRole role)
    {
        bool isEnd = State is ServiceState.Stop or ServiceState.StopPost;
        ServiceVariables variables = new(
            role == CommandRole.Main ? 0 : MainPid,
            isEnd ? Result : null,
            isEnd ? MainExit : null,
            role == CommandRole.Control ? 0 : WatchdogMicroseconds);
        _running = command;
        if (_host.Start(command, role, variables) is not { } started)
        {
            return false;
        }

        _sessions.Add(started);
        if (role == CommandRole.Main)
        {
            _main = started;
        }
        else
        {
            _control = started;
        }

        return true;
    }

    private void OnControlEnded(SessionExit exit)
    {
        ServiceResult result = ExitJudgement.JudgeControl(exit);
        if (_running is { IgnoresFailure: true })
        {
            result = ServiceResult.Success;
        }

        if (State == ServiceState.Condition && result == ServiceResult.ExitCode && exit.ExitCode < 255)
        {
            result = ServiceResult.ExecCondition;
        }

        if (result is not (ServiceResult.Success or ServiceResult.ExecCondition))
        {
            _host.Log(5, $"Control process exited, code={ExitJudgement.CodeWord(exit)}, status={exit.Status & 127}/{_running?.Path}");
        }

        if (result != ServiceResult.Success)
        {
            OnCommandFailed(result);
        }
        else if (IsWaitingForMain)
        {
            Proceed(ServiceResult.Success);
        }
        else if (!RunNext(RoleOfState))
        {
            OnListDone();
        }
    }

    private CommandRole RoleOfState => State != ServiceState.Start ? CommandRole.Control
        : _service.Type == ServiceType.Forking ? CommandRole.Fork
        : CommandRole.Main;

    private bool IsWaitingForMain => State is ServiceState.StopWatchdog or ServiceState.StopSigterm or
        ServiceState.StopSigkill or ServiceState.FinalSigterm or ServiceState.FinalSigkill;

    /// <summary>The commands of the present state are done.</summary>
    private void OnListDone()
    {
        switch (State)
        {
            case ServiceState.Condition:
                EnterStartPre();
                break;
            case ServiceState.StartPre:
                EnterStart();
                break;
            case ServiceState.Start when _service.Type == ServiceType.Forking:
                OnForked();
                break;
            case ServiceState.Start:
                EnterStartPost();
                break;
            case ServiceState.StartPost:
                EnterRunning(ServiceResult.Success);
                break;
            case ServiceState.Reload:
                _reloadResult = ServiceResult.Success;
                EnterRunning(ServiceResult.Success);
                break;
            case ServiceState.Stop:
                EnterSignal(ServiceState.StopSigterm, ServiceResult.Success);
                break;
            case ServiceState.StopPost:
                EnterSignal(ServiceState.FinalSigterm, ServiceResult.Success);
                break;
        }
    }

    /// <summary>A command of the present state has failed, or could not be started.</summary>
    private void OnCommandFailed(ServiceResult result)
    {
        switch (State)
        {
            case ServiceState.Condition or ServiceState.StartPre or ServiceState.Start or ServiceState.StartPost:
                EnterSignal(ServiceState.StopSigterm, result);
                break;
            case ServiceState.Reload:
                _reloadResult = result;
                _host.Log(4, "Reload failed, the service goes on as it was");
                EnterRunning(ServiceResult.Success);
                break;
            case ServiceState.Stop:
                EnterSignal(ServiceState.StopSigterm, result);
                break;
            case ServiceState.StopPost:
                EnterSignal(ServiceState.FinalSigterm, result);
                break;
            default:
                Proceed(result);
                break;
        }
    }
}
