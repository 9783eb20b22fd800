using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>What systemd.kill(5) says of the end of a service.</summary>
internal static class KillRules
{
    /// <summary>The signal that a state begins with.</summary>
    public static int Signal(this KillContext kill, ServiceState state, bool isRestarting) => state switch
    {
        ServiceState.StopSigkill or ServiceState.FinalSigkill => kill.FinalKillSignal,
        ServiceState.StopWatchdog => kill.WatchdogSignal,
        _ => isRestarting ? kill.RestartKillSignal : kill.KillSignal,
    };

    /// <summary>Whether KillMode= lets the signal reach the main and control process, or all of the service.</summary>
    /// <param name="kill">The settings.</param>
    /// <param name="isFinal">Whether it is the signal that none survives.</param>
    /// <param name="all">Whether all are meant.</param>
    public static bool Reaches(this KillContext kill, bool isFinal, bool all) => kill.KillMode switch
    {
        KillMode.None => false,
        KillMode.ControlGroup => true,
        KillMode.Mixed => !all || isFinal,
        _ => !all,
    };
}
