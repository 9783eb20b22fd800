namespace Ptracer;

/// <summary>Hears of the processes of a session. Called by the tracer: the guest waits meanwhile.</summary>
public interface IProcessObserver
{
    /// <summary>The command has been executed: its program runs as this process.</summary>
    void Started(int processId);

    /// <summary>A process of the session has ended, with its last thread. The command's own is among them.</summary>
    void Ended(int processId, SessionExit outcome);

    /// <summary>The command has ended. Processes that it started may go on, and the session with them.</summary>
    void CommandEnded(SessionExit outcome);
}
