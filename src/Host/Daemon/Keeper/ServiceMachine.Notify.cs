using System.Globalization;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>What a service tells by sd_notify(3), and its watchdog.</summary>
internal sealed partial class ServiceMachine
{
    private ulong? _watchdogOverride;

    private ulong WatchdogMicroseconds =>
        _watchdogOverride ?? (_service.WatchdogTime.IsInfinite ? 0 : _service.WatchdogTime.Microseconds);

    /// <summary>Whether messages of a process count (NotifyAccess=).</summary>
    public bool Hears(int sender) => _service.NotifyAccess switch
    {
        NotifyAccess.None => false,
        NotifyAccess.All => true,
        NotifyAccess.Exec => sender == MainPid || sender == ControlPid || MainPid == 0,
        _ => sender == MainPid || MainPid == 0,
    };

    /// <summary>A message, its lines taken apart.</summary>
    public void Notified(IReadOnlyList<KeyValuePair<string, string>> message)
    {
        foreach ((string key, string value) in message)
        {
            switch (key)
            {
                case "MAINPID" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0:
                    MainPid = pid;
                    break;
                case "STATUS":
                    StatusText = value;
                    break;
                case "WATCHDOG_USEC" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong time):
                    _watchdogOverride = time;
                    ArmWatchdog();
                    break;
                case "WATCHDOG" when value == "1":
                    ArmWatchdog();
                    break;
                case "WATCHDOG" when value == "trigger":
                    OnWatchdog();
                    break;
                case "EXTEND_TIMEOUT_USEC" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong more):
                    Extend(more);
                    break;
            }
        }

        NotifiedStates(message);
        _host.Changed();
    }

    private void NotifiedStates(IReadOnlyList<KeyValuePair<string, string>> message)
    {
        bool Says(string key) => message.Any(line => line.Key == key && line.Value == "1");
        if (Says("STOPPING") && State == ServiceState.Running)
        {
            DisarmWatchdog();
            Arm(_service.Timeouts.Stop, OnSignalTimeout);
            SetState(ServiceState.StopSigterm);
        }
        else if (Says("RELOADING") && State == ServiceState.Running && !Says("READY"))
        {
            SetState(ServiceState.Reload);
            Arm(_service.Timeouts.Start, () => EnterRunning(ServiceResult.Success));
        }
        else if (Says("READY") && State == ServiceState.Start && _service.Type == ServiceType.Notify)
        {
            EnterStartPost();
        }
        else if (Says("READY") && State == ServiceState.Reload && _control is null)
        {
            EnterRunning(ServiceResult.Success);
        }
    }

    private void Extend(ulong microseconds)
    {
        if (_timer is { IsCancelled: false })
        {
            Arm(new UnitTime(microseconds), State is ServiceState.Start or ServiceState.StartPre or ServiceState.StartPost
                ? OnStartTimeout
                : OnSignalTimeout);
        }
    }

    private void ArmWatchdog()
    {
        DisarmWatchdog();
        if (WatchdogMicroseconds is > 0 and ulong time)
        {
            _watchdog = _host.After(Milliseconds(new UnitTime(time)), OnWatchdog);
        }
    }

    private void DisarmWatchdog()
    {
        _watchdog?.Cancel();
        _watchdog = null;
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
