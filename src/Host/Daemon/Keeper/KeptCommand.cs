namespace Ptracer.Host.Daemon.Keeper;

/// <summary>A command as the state machine sees it.</summary>
internal sealed class KeptCommand : IServiceCommand
{
    private readonly CommandProcess _process;

    /// <summary>Has what happens to it told.</summary>
    public KeptCommand(CommandProcess process, ICommandListener listener)
    {
        _process = process;
        process.Started += () => listener.Started(this);
        process.ProcessEnded += (id, exit) => listener.ProcessEnded(this, id, exit);
        process.CommandEnded += exit => listener.CommandEnded(this, exit);
        process.SessionEnded += () => listener.SessionEnded(this);
    }

    /// <inheritdoc/>
    public int ProcessId => _process.ProcessId;

    /// <inheritdoc/>
    public bool HasEnded => _process.HasEnded;

    /// <inheritdoc/>
    public IReadOnlyList<int> Processes() => _process.Processes();

    /// <inheritdoc/>
    public void Kill() => _process.Kill();
}
