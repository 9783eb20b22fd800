namespace Ptracer.Host.Daemon.Keeper;

/// <summary>A command of a service, started: what the service's state machine sees of it.</summary>
internal interface IServiceCommand
{
    /// <summary>The command's own process; 0 before it runs.</summary>
    int ProcessId { get; }

    /// <summary>Whether nothing of its session is left.</summary>
    bool HasEnded { get; }

    /// <summary>The processes of its session now.</summary>
    IReadOnlyList<int> Processes();

    /// <summary>Kills all of it at once.</summary>
    void Kill();
}

/// <summary>Hears of a command of a service.</summary>
internal interface ICommandListener
{
    /// <summary>Its program runs.</summary>
    void Started(IServiceCommand command);

    /// <summary>A process of its session has ended.</summary>
    void ProcessEnded(IServiceCommand command, int processId, SessionExit exit);

    /// <summary>The command has ended, or could not be started.</summary>
    void CommandEnded(IServiceCommand command, SessionExit exit);

    /// <summary>Nothing of its session is left.</summary>
    void SessionEnded(IServiceCommand command);
}
