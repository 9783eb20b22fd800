using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>Which ends of processes are good, and which of them have a service started again: systemd.service(5).</summary>
internal static class ExitJudgement
{
    private static readonly int[] s_cleanSignals =
        [Signals.Hangup, Signals.Interrupt, Signals.Terminate, Signals.Pipe];

    // SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGSEGV SIGXCPU SIGXFSZ SIGSYS: core(5).
    private static readonly int[] s_dumpSignals = [3, 4, 5, 6, 7, 8, 11, 24, 25, 31];

    /// <summary>How an end of the main process is judged.</summary>
    public static ServiceResult Judge(SessionExit exit, Service service) => Judge(exit, service, service.Type != ServiceType.Oneshot);

    /// <summary>How an end of another command is judged: signals are never good.</summary>
    public static ServiceResult JudgeControl(SessionExit exit) => Plain(exit, cleanSignals: false);

    /// <summary>Whether a service is to be started again.</summary>
    /// <param name="service">Its settings.</param>
    /// <param name="result">How its run ended.</param>
    /// <param name="exit">How its main process ended; null: it has not, or there was none.</param>
    public static bool Restarts(Service service, ServiceResult result, SessionExit? exit)
    {
        if (exit is { } end && Has(service.RestartPreventExitStatus, end))
        {
            return false;
        }

        if (exit is { } forced && Has(service.RestartForceExitStatus, forced))
        {
            return true;
        }

        return service.Restart switch
        {
            ServiceRestart.No => false,
            ServiceRestart.Always => result != ServiceResult.ExecCondition,
            ServiceRestart.OnSuccess => result == ServiceResult.Success,
            ServiceRestart.OnFailure => result is not (ServiceResult.Success or ServiceResult.ExecCondition),
            ServiceRestart.OnAbnormal => result is not (ServiceResult.Success or ServiceResult.ExecCondition or ServiceResult.ExitCode),
            ServiceRestart.OnWatchdog => result == ServiceResult.Watchdog,
            _ => result is ServiceResult.Signal or ServiceResult.CoreDump,
        };
    }

    /// <summary>EXIT_CODE: how it ended, in a word.</summary>
    public static string CodeWord(SessionExit exit) =>
        exit.Signal == 0 ? "exited" : Array.IndexOf(s_dumpSignals, exit.Signal) >= 0 ? "dumped" : "killed";

    private static ServiceResult Judge(SessionExit exit, Service service, bool cleanSignals) =>
        Has(service.SuccessExitStatus, exit) ? ServiceResult.Success : Plain(exit, cleanSignals);

    private static ServiceResult Plain(SessionExit exit, bool cleanSignals) =>
        exit.Signal == 0 ? exit.ExitCode == 0 ? ServiceResult.Success : ServiceResult.ExitCode
        : cleanSignals && Array.IndexOf(s_cleanSignals, exit.Signal) >= 0 ? ServiceResult.Success
        : Array.IndexOf(s_dumpSignals, exit.Signal) >= 0 ? ServiceResult.CoreDump
        : ServiceResult.Signal;

    private static bool Has(ExitStatusSet set, SessionExit exit) =>
        exit.Signal == 0 ? set.HasStatus(exit.ExitCode) : set.HasSignal(exit.Signal);
}
