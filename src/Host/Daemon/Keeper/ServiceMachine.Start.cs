using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>From the start to running.</summary>
internal sealed partial class ServiceMachine
{
    /// <summary>EXIT_EXEC of systemd.exec(5): the program could not be executed.</summary>
    private const int ExitStatusExec = 203;

    /// <summary>Starts it.</summary>
    public void Start()
    {
        (_isForbiddenToRestart, _isRestarting, Restarts) = (false, false, 0);
        EnterCondition();
    }

    /// <summary>Does not wait for the automatic restart any longer.</summary>
    public void StartNow()
    {
        if (State == ServiceState.AutoRestart)
        {
            _timer.Disarm();
            EnterCondition();
        }
    }

    /// <summary>Has it read its configuration again, by ExecReload=; only when it is running.</summary>
    public void Reload()
    {
        if (State is not (ServiceState.Running or ServiceState.Exited))
        {
            return;
        }

        _reloadResult = ServiceResult.Success;
        EnterList(ServiceState.Reload, _service.Timeouts.Start, () =>
        {
            _reloadResult = ServiceResult.Timeout;
            _host.Log(4, "Reload operation timed out; ending it");
            _control?.Kill();
        });
    }

    /// <inheritdoc/>
    public void Started(IServiceCommand command)
    {
        if (command != _main)
        {
            _host.Changed();
            return;
        }

        if (MainPid == 0)
        {
            MainPid = command.ProcessId; // unless its message of another has overtaken this one
        }

        _host.Changed();
        if (State == ServiceState.Start && _service.Type is ServiceType.Exec or ServiceType.DBus)
        {
            EnterStartPost();
        }
    }

    private void EnterCondition()
    {
        (Result, MainExit, MainPid, StatusText) = (ServiceResult.Success, null, 0, "");
        (_main, _control, _reloadResult) = (null, null, ServiceResult.Success);
        if (!_startLimit.Allows(_host.NowMs))
        {
            _host.Log(4, "Start request repeated too quickly.");
            Result = ServiceResult.StartLimitHit;
            EnterDead(ServiceResult.StartLimitHit, mayRestart: false);
        }
        else if (_host.BeginRun())
        {
            EnterList(ServiceState.Condition, _service.Timeouts.Start, OnStartTimeout);
        }
        else
        {
            EnterDead(ServiceResult.Resources);
        }
    }

    private void EnterStartPre() => EnterList(ServiceState.StartPre, _service.Timeouts.Start, OnStartTimeout);

    private void EnterStart()
    {
        if (_service.Commands.Start.Count == 0)
        {
            // Allowed with ExecStop= and RemainAfterExit=, or SuccessAction=.
            SetState(ServiceState.Start);
            EnterStartPost();
            return;
        }

        SetState(ServiceState.Start);
        _timer.Arm(_service.Timeouts.Start, OnStartTimeout);
        _next = 0;
        bool hasStarted = RunNext(RoleOfState);
        if (State == ServiceState.Start && (!hasStarted || _service.Type is ServiceType.Simple or ServiceType.Idle))
        {
            EnterStartPost(); // nothing could be started, and that is to be ignored; or nothing is to be waited for
        }
    }

    /// <summary>The first process of a forking service has ended well: the daemon is what it left.</summary>
    private void OnForked()
    {
        if (_service.PIDFile is null)
        {
            MainPid = GuessMain();
            EnterStartPost();
            return;
        }

        // One of ours: the file may be an old one, and its id a stranger's by now.
        int pid = _host.ReadPidFile();
        if (pid != 0 && Processes().Contains(pid))
        {
            MainPid = pid;
            EnterStartPost();
        }
        else if (!HasProcesses)
        {
            _host.Log(3, $"New main PID file {_service.PIDFile} does not exist, and no process is left");
            EnterSignal(ServiceState.StopSigterm, ServiceResult.Protocol);
        }
        else
        {
            // Daemons may write it a moment after their parent has gone; the start's own time limit still runs.
            const int PollMs = 50;
            _host.After(PollMs, () =>
            {
                if (State == ServiceState.Start && MainPid == 0)
                {
                    OnForked();
                }
            });
        }
    }

    /// <summary>GuessMainPID=: when one process is left, it is the main one.</summary>
    private int GuessMain()
    {
        int[] processes = _service.GuessMainPID ? [.. Processes()] : [];
        return processes.Length == 1 ? processes[0] : 0;
    }

    private void EnterStartPost()
    {
        ArmWatchdog();
        EnterList(ServiceState.StartPost, _service.Timeouts.Start, OnStartTimeout);
    }

    private void EnterRunning(ServiceResult result)
    {
        if (Result == ServiceResult.Success)
        {
            Result = result;
        }

        if (Result != ServiceResult.Success)
        {
            EnterSignal(ServiceState.StopSigterm, result);
        }
        else if (IsAlive)
        {
            SetState(ServiceState.Running);
            _timer.Arm(_service.Timeouts.RuntimeMax, () =>
            {
                _host.Log(4, "Service reached its runtime limit; stopping it");
                EnterStop(ServiceResult.Timeout);
            });
        }
        else if (_service.RemainAfterExit)
        {
            _timer.Disarm();
            SetState(ServiceState.Exited);
        }
        else
        {
            EnterStop(ServiceResult.Success);
        }
    }

    // A main process that was started and has not told its id yet is alive too.
    private bool IsAlive =>
        MainPid != 0
        || (_main is { HasEnded: false } && MainExit is null)
        || (_service.Type == ServiceType.Forking && MainExit is null && HasProcesses)
        || (_service.ExitType == ServiceExitType.Cgroup && HasProcesses);

    private void EnterList(ServiceState state, UnitTime limit, Action onTimeout)
    {
        SetState(state);
        _next = 0;
        if (state.Commands(_service.Commands).Count > 0)
        {
            _timer.Arm(limit, onTimeout);
        }

        if (!RunNext())
        {
            OnListDone();
        }
    }

    private void OnStartTimeout()
    {
        _host.Log(4, $"{State.SubState()} operation timed out. Terminating.");
        EnterSignal(_service.Timeouts.StartFailureMode.State(), ServiceResult.Timeout);
    }
}
