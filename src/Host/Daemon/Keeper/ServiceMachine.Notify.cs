using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>What a service tells by sd_notify(3), and its watchdog.</summary>
internal sealed partial class ServiceMachine
{
    private ulong? _watchdogOverride;

    private ulong WatchdogMicroseconds =>
        _watchdogOverride ?? (_service.WatchdogTime.IsInfinite ? 0 : _service.WatchdogTime.Microseconds);

    /// <summary>A message.</summary>
    public void Notified(NotifyMessage message)
    {
        MainPid = message.Process("MAINPID") ?? MainPid;
        StatusText = message.Text("STATUS") ?? StatusText;
        _watchdogOverride = message.Microseconds("WATCHDOG_USEC") ?? _watchdogOverride;
        if (message.Says("WATCHDOG") || message.Microseconds("WATCHDOG_USEC") is not null)
        {
            ArmWatchdog();
        }
        else if (message.Text("WATCHDOG") == "trigger")
        {
            OnWatchdog();
        }

        if (message.Microseconds("EXTEND_TIMEOUT_USEC") is { } more)
        {
            Extend(more);
        }

        NotifiedStates(message);
        _host.Changed();
    }

    private void NotifiedStates(NotifyMessage message)
    {
        if (message.Says("STOPPING") && State == ServiceState.Running)
        {
            _watchdog.Disarm();
            _timer.Arm(_service.Timeouts.Stop, OnSignalTimeout);
            SetState(ServiceState.StopSigterm);
        }
        else if (message.Says("RELOADING") && State == ServiceState.Running && !message.Says("READY"))
        {
            SetState(ServiceState.Reload);
            _timer.Arm(_service.Timeouts.Start, () => EnterRunning(ServiceResult.Success));
        }
        else if (message.Says("READY") && State == ServiceState.Start && _service.Type == ServiceType.Notify)
        {
            EnterStartPost();
        }
        else if (message.Says("READY") && State == ServiceState.Reload && _control is null)
        {
            EnterRunning(ServiceResult.Success);
        }
    }

    private void Extend(ulong microseconds)
    {
        if (_timer.IsArmed)
        {
            _timer.Arm(new UnitTime(microseconds), State is ServiceState.Start or ServiceState.StartPre or ServiceState.StartPost
                ? OnStartTimeout
                : OnSignalTimeout);
        }
    }

    private void ArmWatchdog()
    {
        _watchdog.Arm(WatchdogMicroseconds is > 0 and ulong time ? new UnitTime(time) : UnitTime.Infinity, OnWatchdog);
    }

    private void OnWatchdog()
    {
        if (State is ServiceState.Start or ServiceState.StartPost or ServiceState.Running or ServiceState.Reload)
        {
            _host.Log(3, $"Watchdog timeout (limit {new UnitTime(WatchdogMicroseconds)})!");
            EnterSignal(ServiceState.StopWatchdog, ServiceResult.Watchdog);
        }
    }
}
