using Ptracer.Engines.Ptrace;

namespace Ptracer;

/// <summary>Tells a public observer what the engine says of processes.</summary>
internal sealed class ProcessWatcher(IProcessObserver observer) : IProcessWatcher
{
    public void Started(int processId) => observer.Started(processId);

    public void Ended(int processId, int status, bool isFirst)
    {
        SessionExit exit = SessionExits.From(status);
        observer.Ended(processId, exit);
        if (isFirst)
        {
            observer.CommandEnded(exit);
        }
    }
}
