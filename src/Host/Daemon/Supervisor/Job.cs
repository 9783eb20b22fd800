namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>What a job does to its unit.</summary>
internal enum JobType
{
    /// <summary>Have it active.</summary>
    Start,

    /// <summary>See that it is active, and do nothing (Requisite=).</summary>
    VerifyActive,

    /// <summary>Have it inactive.</summary>
    Stop,

    /// <summary>Stop, then start.</summary>
    Restart,

    /// <summary>Have it read its configuration again.</summary>
    Reload,
}

/// <summary>Work on a unit that waits for its turn, or is being done.</summary>
internal sealed class Job(int id, UnitRuntime unit, JobType type)
{
    private readonly List<Action<string, string>> _waiters = [];
    private (string Result, string Message)? _end;

    /// <summary>Its number.</summary>
    public int Id { get; } = id;

    /// <summary>Its unit.</summary>
    public UnitRuntime Unit { get; } = unit;

    /// <summary>What it does.</summary>
    public JobType Type { get; set; } = type;

    /// <summary>Whether it is being done.</summary>
    public bool IsRunning { get; set; }

    /// <summary>Whether a restart has stopped its unit and starts it now.</summary>
    public bool IsStartingAgain { get; set; }

    /// <summary>Whether dependencies and order do not count for it.</summary>
    public bool IgnoresOrder { get; init; }

    /// <summary>Whether it ends with its unit inactive.</summary>
    public bool Stops => Type == JobType.Stop || (Type == JobType.Restart && !IsStartingAgain);

    /// <summary>Has its end told: systemd's result, and a line for a person. At once if it has ended: a target's is done when queued.</summary>
    public void WhenDone(Action<string, string> waiter)
    {
        if (_end is { } end)
        {
            waiter(end.Result, end.Message);
        }
        else
        {
            _waiters.Add(waiter);
        }
    }

    /// <summary>Passes those who wait on to a job that takes its place.</summary>
    public void HandOver(Job heir)
    {
        heir._waiters.AddRange(_waiters);
        _waiters.Clear();
    }

    /// <summary>Tells its end.</summary>
    public void Tell(string result, string message)
    {
        _end = (result, message);
        foreach (Action<string, string> waiter in _waiters.ToArray())
        {
            waiter(result, message);
        }

        _waiters.Clear();
    }
}
