using Ptracer.Host.Posix;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>What the state machine of a service needs of the system. Tests give it one without processes.</summary>
internal interface IServiceHost
{
    /// <summary>Starts a command of the service.</summary>
    /// <returns>Null: it cannot be started; the reason has been logged.</returns>
    IServiceCommand? Start(ExecCommand command, CommandRole role, ServiceVariables variables);

    /// <summary>Sends a signal to a process; false: there is none.</summary>
    bool Signal(int processId, int signal);

    /// <summary>Has something called later, once.</summary>
    EventLoop.Timer After(long delayMs, Action due);

    /// <summary>Milliseconds of a clock that only goes forward.</summary>
    long NowMs { get; }

    /// <summary>Begins a run of its own: RuntimeDirectory= and its like are made; false: they cannot, and the reason has been logged.</summary>
    bool BeginRun();

    /// <summary>Removes the runtime directories.</summary>
    void RemoveRuntimeDirectories();

    /// <summary>The process that PIDFile= names; 0: the file is not there or not usable yet.</summary>
    int ReadPidFile();

    /// <summary>Removes PIDFile=.</summary>
    void RemovePidFile();

    /// <summary>Something of the service has changed: its state, its main process, its status.</summary>
    void Changed();

    /// <summary>Logs a line about the service, as the service manager.</summary>
    /// <param name="priority">0 emerg to 7 debug.</param>
    /// <param name="text">The line.</param>
    void Log(int priority, string text);

    /// <summary>Forgets the descriptors that the service has stored.</summary>
    void ForgetStoredFiles();
}

/// <summary>What a command is for.</summary>
internal enum CommandRole
{
    /// <summary>ExecStart=, whose process is the main one.</summary>
    Main,

    /// <summary>ExecStart= of a forking service.</summary>
    Fork,

    /// <summary>Any other command.</summary>
    Control,
}

/// <summary>What the environment of a command tells of the service's run.</summary>
/// <param name="MainPid">MAINPID; 0: not set.</param>
/// <param name="Result">SERVICE_RESULT; null: not set.</param>
/// <param name="Exit">EXIT_CODE and EXIT_STATUS; null: not set.</param>
/// <param name="WatchdogMicroseconds">WATCHDOG_USEC; 0: not set.</param>
internal sealed record ServiceVariables(int MainPid, ServiceResult? Result, SessionExit? Exit, ulong WatchdogMicroseconds);
