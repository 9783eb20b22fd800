using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <content>What the end of the main process means.</content>
internal sealed partial class ServiceMachine
{
    private void OnMainEnded(SessionExit exit)
    {
        ServiceResult result = ExitJudgement.Judge(exit, _service);
        bool isOneshot = State == ServiceState.Start && _service.Type == ServiceType.Oneshot;
        if (isOneshot && _running is { IgnoresFailure: true })
        {
            result = ServiceResult.Success;
        }
        else if (_service.Commands.Start is [{ IgnoresFailure: true }, ..] && !isOneshot)
        {
            result = ServiceResult.Success;
        }

        MainPid = 0;
        MainExit = exit;
        _host.Log(
            result == ServiceResult.Success ? 6 : 5,
            $"Main process exited, code={ExitJudgement.CodeWord(exit)}, status={(exit.Signal == 0 ? exit.ExitCode : exit.Signal)}");
        if (result != ServiceResult.Success && Result == ServiceResult.Success)
        {
            Result = result;
        }

        _host.Changed();
        if (isOneshot)
        {
            AfterOneshot(result);
        }
        else
        {
            AfterMain(result);
        }
    }

    private void AfterOneshot(ServiceResult result)
    {
        if (result != ServiceResult.Success)
        {
            EnterSignal(ServiceState.StopSigterm, result);
        }
        else if (!RunNext(CommandRole.Main))
        {
            EnterStartPost();
        }
    }

    private void AfterMain(ServiceResult result)
    {
        switch (State)
        {
            case ServiceState.Start:
                // Its readiness was still awaited: that is a failure even when the exit was clean.
                EnterSignal(ServiceState.StopSigterm, result == ServiceResult.Success ? ServiceResult.Protocol : result);
                break;
            case ServiceState.StartPost or ServiceState.Reload or ServiceState.Stop or ServiceState.StopPost:
                break; // the command beside it decides what comes next
            case ServiceState.Running:
                if (_service.ExitType != ServiceExitType.Cgroup || !HasProcesses)
                {
                    EnterRunning(result);
                }

                break;
            default:
                Proceed(result);
                break;
        }
    }

    /// <summary>In a state of killing, one of those waited for has ended.</summary>
    private void Proceed(ServiceResult result)
    {
        if (_control is { HasEnded: false } || MainPid != 0)
        {
            return;
        }

        if (State is ServiceState.StopWatchdog or ServiceState.StopSigterm or ServiceState.StopSigkill)
        {
            EnterStopPost(result);
        }
        else if (State is ServiceState.FinalSigterm or ServiceState.FinalSigkill && !HasProcesses)
        {
            EnterDead(result);
        }
    }
}
