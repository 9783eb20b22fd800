using Ptracer.Host.Posix;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>What a service's state machine does to the system: real processes, files and signals.</summary>
internal sealed class ServiceHost(EventLoop loop, KeeperContext context, LogIntake log, PassedFiles passed, StoredFiles stored) : IServiceHost
{
    private readonly CommandLauncher _launcher = new(context, log, passed, stored);
    private readonly ServiceFiles _files = new(context.Files, context.Unit.Service!, log);
    private readonly List<CommandProcess> _commands = [];

    /// <summary>Something of the service has changed.</summary>
    public event Action? HasChanged;

    /// <summary>Who hears what happens to commands.</summary>
    public ICommandListener? Listener { get; set; }

    /// <summary>INVOCATION_ID of this run.</summary>
    public string InvocationId { get; private set; } = "";

    /// <summary>The processes that trace its commands.</summary>
    public IReadOnlyList<int> Tracers => [.. _commands.Where(command => !command.HasEnded).Select(command => command.TracerId)];

    /// <inheritdoc/>
    public long NowMs => EventLoop.NowMs;

    /// <inheritdoc/>
    public IServiceCommand? Start(ExecCommand command, CommandRole role, ServiceVariables variables)
    {
        if (_launcher.TryStart(loop, command, role, variables, InvocationId) is not { } process)
        {
            return null;
        }

        _commands.RemoveAll(known => known.HasEnded);
        _commands.Add(process);
        return new KeptCommand(process, Listener!);
    }

    /// <inheritdoc/>
    public bool Signal(int processId, int signal) => Processes.Signal(processId, signal);

    /// <inheritdoc/>
    public EventLoop.Timer After(long delayMs, Action due) => loop.After(delayMs, due);

    /// <inheritdoc/>
    public bool BeginRun()
    {
        InvocationId = Guid.NewGuid().ToString("N");
        return _files.MakeDirectories();
    }

    /// <inheritdoc/>
    public void RemoveRuntimeDirectories() => _files.RemoveRuntimeDirectories();

    /// <inheritdoc/>
    public int ReadPidFile() => _files.ReadPidFile();

    /// <inheritdoc/>
    public void RemovePidFile() => _files.RemovePidFile();

    /// <inheritdoc/>
    public void Changed() => HasChanged?.Invoke();

    /// <inheritdoc/>
    public void Log(int priority, string text) => log.Log(priority, text);

    /// <inheritdoc/>
    public void ForgetStoredFiles() => stored.Clear();
}
