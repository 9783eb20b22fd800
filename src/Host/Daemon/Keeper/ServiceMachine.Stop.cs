using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>From running to dead, and to the next start.</summary>
internal sealed partial class ServiceMachine
{
    /// <summary>Stops it; it does not restart by itself then.</summary>
    /// <param name="forRestart">Whether it will be started again at once: RestartKillSignal= counts.</param>
    public void Stop(bool forRestart)
    {
        (_isForbiddenToRestart, _isRestarting) = (true, forRestart);
        switch (State)
        {
            case ServiceState.Dead or ServiceState.Failed:
            case ServiceState.Stop or ServiceState.StopWatchdog or ServiceState.StopSigterm or ServiceState.StopSigkill:
            case ServiceState.StopPost or ServiceState.FinalSigterm or ServiceState.FinalSigkill:
                break;
            case ServiceState.AutoRestart:
                _timer.Disarm();
                LeaveNothing();
                SetState(ServiceState.Dead);
                break;
            case ServiceState.Condition or ServiceState.StartPre or ServiceState.Start or ServiceState.StartPost or ServiceState.Reload:
                EnterSignal(ServiceState.StopSigterm, ServiceResult.Success);
                break;
            default:
                EnterStop(ServiceResult.Success);
                break;
        }
    }

    private void EnterStop(ServiceResult result)
    {
        Note(result);
        _watchdog.Disarm();
        EnterList(ServiceState.Stop, _service.Timeouts.Stop, () =>
        {
            _host.Log(4, "Stopping timed out. Terminating.");
            EnterSignal(ServiceState.StopSigterm, ServiceResult.Timeout);
        });
    }

    /// <summary>Signals what is left, and waits for its end; goes on at once when nothing is.</summary>
    private void EnterSignal(ServiceState state, ServiceResult result)
    {
        Note(result);
        _watchdog.Disarm();
        if (SendSignals(state))
        {
            _timer.Arm(state == ServiceState.StopWatchdog ? _service.Timeouts.Abort : _service.Timeouts.Stop, OnSignalTimeout);
            SetState(state);
            return;
        }

        bool mayKill = _service.Kill.SendSIGKILL;
        switch (state)
        {
            // KillMode=mixed spares the others until now.
            case ServiceState.StopWatchdog or ServiceState.StopSigterm when mayKill:
                EnterSignal(ServiceState.StopSigkill, ServiceResult.Success);
                break;
            case ServiceState.FinalSigterm when mayKill:
                EnterSignal(ServiceState.FinalSigkill, ServiceResult.Success);
                break;
            case ServiceState.FinalSigterm or ServiceState.FinalSigkill:
                EnterDead(ServiceResult.Success);
                break;
            default:
                EnterStopPost(ServiceResult.Success);
                break;
        }
    }

    /// <summary>Sends what KillMode= says.</summary>
    /// <returns>Whether there is something to wait for.</returns>
    private bool SendSignals(ServiceState state)
    {
        KillContext kill = _service.Kill;
        bool isFinal = state is ServiceState.StopSigkill or ServiceState.FinalSigkill;
        int signal = kill.Signal(state, _isRestarting);
        if (!kill.Reaches(isFinal, all: false))
        {
            return false;
        }

        bool waits = SendSignal(MainPid, signal, isFinal);
        waits |= SendSignal(ControlPid, signal, isFinal);
        if (kill.Reaches(isFinal, all: true))
        {
            foreach (int process in Processes().ToArray())
            {
                waits |= (process != MainPid && process != ControlPid && SendSignal(process, signal, isFinal)) || process == MainPid;
            }

            // A session that has no process yet, or whose processes are not to be seen, is still waited for.
            waits |= HasProcesses;
            if (isFinal)
            {
                _sessions.ForEach(session => session.Kill());
            }
        }

        return waits;
    }

    private bool SendSignal(int process, int signal, bool isFinal)
    {
        bool sent = _host.Signal(process, signal);
        if (sent && !isFinal)
        {
            if (_service.Kill.SendSIGHUP)
            {
                _host.Signal(process, Signals.Hangup);
            }

            _host.Signal(process, Signals.Continue); // one that is stopped could not act on it
        }

        return sent;
    }

    private void OnSignalTimeout()
    {
        bool mayKill = _service.Kill.SendSIGKILL;
        switch (State)
        {
            case ServiceState.StopWatchdog or ServiceState.StopSigterm when mayKill:
                _host.Log(4, $"State '{State.SubState()}' timed out. Killing.");
                EnterSignal(ServiceState.StopSigkill, ServiceResult.Timeout);
                break;
            case ServiceState.StopWatchdog or ServiceState.StopSigterm:
                _host.Log(4, $"State '{State.SubState()}' timed out. Skipping SIGKILL.");
                EnterStopPost(ServiceResult.Timeout);
                break;
            case ServiceState.StopSigkill:
                _host.Log(4, "Processes still around after SIGKILL. Ignoring.");
                EnterStopPost(ServiceResult.Timeout);
                break;
            case ServiceState.FinalSigterm when mayKill:
                _host.Log(4, "State 'final-sigterm' timed out. Killing.");
                EnterSignal(ServiceState.FinalSigkill, ServiceResult.Timeout);
                break;
            default:
                _host.Log(4, "Processes are left behind.");
                EnterDead(ServiceResult.Timeout);
                break;
        }
    }

    private void EnterStopPost(ServiceResult result)
    {
        Note(result);
        EnterList(ServiceState.StopPost, _service.Timeouts.Stop, () =>
        {
            _host.Log(4, "stop-post operation timed out. Terminating.");
            EnterSignal(ServiceState.FinalSigterm, ServiceResult.Timeout);
        });
    }

    private void EnterDead(ServiceResult result, bool mayRestart = true)
    {
        Note(result);
        _timer.Disarm();
        _watchdog.Disarm();
        bool restarts = mayRestart && !_isForbiddenToRestart && ExitJudgement.Restarts(_service, Result, MainExit);
        bool isGood = Result is ServiceResult.Success or ServiceResult.ExecCondition;
        _host.Log(
            isGood ? 6 : 4,
            isGood ? "Deactivated successfully." : $"Failed with result '{Result.Word()}'.");
        MainPid = 0;
        _host.RemovePidFile();
        if (!restarts)
        {
            LeaveNothing();
            SetState(isGood ? ServiceState.Dead : ServiceState.Failed);
            return;
        }

        if (!_service.KeepsRuntimeDirectory(restarts: true))
        {
            _host.RemoveRuntimeDirectories();
        }

        _timer.Arm(_service.RestartTime, () =>
        {
            Restarts++;
            _host.Log(5, $"Scheduled restart job, restart counter is at {Restarts}.");
            EnterCondition();
        });
        SetState(ServiceState.AutoRestart);
    }

    private void LeaveNothing()
    {
        _host.ForgetStoredFiles();
        if (!_service.KeepsRuntimeDirectory(_isRestarting))
        {
            _host.RemoveRuntimeDirectories();
        }
    }

    private void Note(ServiceResult result)
    {
        if (Result == ServiceResult.Success && result != ServiceResult.Success)
        {
            Result = result;
        }
    }
}
