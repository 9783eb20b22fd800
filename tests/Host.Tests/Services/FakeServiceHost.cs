using Ptracer.Host.Daemon.Keeper;
using Ptracer.Host.Posix;
using Ptracer.Units;

namespace Ptracer.Host.Tests.Services;

/// <summary>A service's surroundings without processes: commands end, and time passes, when a test says so.</summary>
internal sealed class FakeServiceHost : IServiceHost
{
    private readonly List<(long Due, EventLoop.Timer Timer)> _timers = [];
    private int _lastPid = 100;

    public List<FakeCommand> Commands { get; } = [];

    public List<string> States { get; } = [];

    public List<string> Logged { get; } = [];

    public List<(int Process, int Signal)> Signals { get; } = [];

    /// <summary>Programs that cannot be started.</summary>
    public HashSet<string> Missing { get; } = [];

    public ServiceMachine? Machine { get; set; }

    public int PidFile { get; set; }

    public bool CanMakeDirectories { get; set; } = true;

    public int RuntimeDirectoryRemovals { get; private set; }

    public int StoredFileRemovals { get; private set; }

    public long NowMs { get; private set; } = 1000;

    /// <summary>The command that was started last.</summary>
    public FakeCommand Last => Commands[^1];

    public IServiceCommand? Start(ExecCommand command, CommandRole role, ServiceVariables variables)
    {
        if (Missing.Contains(command.Path))
        {
            return null;
        }

        FakeCommand started = new(this, command.Path, role, variables);
        Commands.Add(started);
        return started;
    }

    public bool Signal(int processId, int signal)
    {
        if (processId == 0 || !Commands.Exists(command => command.Live.Contains(processId)))
        {
            return false;
        }

        Signals.Add((processId, signal));
        return true;
    }

    public EventLoop.Timer After(long delayMs, Action due)
    {
        EventLoop.Timer timer = new(due);
        _timers.Add((NowMs + delayMs, timer));
        return timer;
    }

    public bool BeginRun() => CanMakeDirectories;

    public void RemoveRuntimeDirectories() => RuntimeDirectoryRemovals++;

    public int ReadPidFile() => PidFile;

    public void RemovePidFile() => PidFile = 0;

    public void Changed()
    {
        if (States.Count == 0 || States[^1] != Machine!.State.SubState())
        {
            States.Add(Machine!.State.SubState());
        }
    }

    public void Log(int priority, string text) => Logged.Add(text);

    public void ForgetStoredFiles() => StoredFileRemovals++;

    public int NewPid() => ++_lastPid;

    /// <summary>Lets time pass; what is due happens in order.</summary>
    public void Advance(double seconds)
    {
        long end = NowMs + (long)(seconds * 1000);
        while (_timers.Where(timer => !timer.Timer.IsCancelled && timer.Due <= end).OrderBy(timer => timer.Due).FirstOrDefault() is { Timer: { } next } first)
        {
            NowMs = Math.Max(NowMs, first.Due);
            _timers.Remove(first);
            next.Fire();
        }

        NowMs = end;
    }
}

/// <summary>A command that a machine has started.</summary>
internal sealed class FakeCommand(FakeServiceHost host, string program, CommandRole role, ServiceVariables variables) : IServiceCommand
{
    public string Program => program;

    public CommandRole Role => role;

    public ServiceVariables Variables => variables;

    public List<int> Live { get; } = [];

    public int ProcessId { get; private set; }

    public bool HasEnded { get; private set; }

    public bool WasKilled { get; private set; }

    public IReadOnlyList<int> Processes() => [.. Live];

    public void Kill() => WasKilled = true;

    /// <summary>Its program runs.</summary>
    public FakeCommand Run()
    {
        ProcessId = host.NewPid();
        Live.Add(ProcessId);
        host.Machine!.Started(this);
        return this;
    }

    /// <summary>One more process of its session.</summary>
    public int Fork()
    {
        Live.Add(host.NewPid());
        return Live[^1];
    }

    /// <summary>The command's own process ends, and the session with it when it was the last.</summary>
    public void Exit(int code = 0, int signal = 0)
    {
        if (ProcessId == 0)
        {
            Run();
        }

        End(ProcessId, code, signal);
    }

    /// <summary>A process of it ends.</summary>
    public void End(int process, int code = 0, int signal = 0)
    {
        Live.Remove(process);
        SessionExit exit = new(code, signal);
        HasEnded = Live.Count == 0;
        host.Machine!.ProcessEnded(this, process, exit);
        if (process == ProcessId)
        {
            host.Machine.CommandEnded(this, exit);
        }

        if (HasEnded)
        {
            host.Machine.SessionEnded(this);
        }
    }

    /// <summary>Its tracer is killed: nothing is told of its processes.</summary>
    public void LoseTracer()
    {
        Live.Clear();
        HasEnded = true;
        host.Machine!.CommandEnded(this, new SessionExit(0, 9));
        host.Machine.SessionEnded(this);
    }
}
