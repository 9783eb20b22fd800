using Ptracer.Units;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// The jobs of a guest: at most one on each unit, each run when all that comes before it in order is done. When two units
/// are ordered and one of them stops, the stop comes first; else the order of their starts counts.
/// </summary>
internal sealed class JobQueue(UnitSet units, IJobRunner runner)
{
    private readonly List<Job> _jobs = [];
    private readonly List<(string Unit, Action<string, string> Waiter)> _watches = [];
    private int _lastId;
    private bool _isDispatching;
    private bool _isAskedAgain;

    /// <summary>The jobs that wait or run.</summary>
    public IReadOnlyList<Job> All => _jobs;

    /// <summary>Has the end of the next job on a unit told.</summary>
    public void Watch(string unit, Action<string, string> waiter) => _watches.Add((unit, waiter));

    /// <summary>Has it told no longer.</summary>
    public void Unwatch(string unit, Action<string, string> waiter) => _watches.Remove((unit, waiter));

    /// <summary>Queues the jobs of a transaction.</summary>
    /// <param name="jobs">Units and what is done to them.</param>
    /// <param name="ignoresOrder">Whether they do not wait for others.</param>
    /// <returns>The jobs by unit; a unit that is as it shall be has none.</returns>
    public IReadOnlyDictionary<string, Job> Install(IReadOnlyDictionary<string, JobType> jobs, bool ignoresOrder)
    {
        Dictionary<string, Job> installed = new(StringComparer.Ordinal);
        foreach ((string id, JobType type) in jobs)
        {
            UnitRuntime unit = units.Get(id);
            if (unit.Job is null && IsDoneAlready(unit, type))
            {
                continue;
            }

            Job job = Put(unit, type, ignoresOrder);
            foreach ((string Unit, Action<string, string> Waiter) watch in _watches.Where(watch => watch.Unit == id).ToArray())
            {
                _watches.Remove(watch);
                job.WhenDone(watch.Waiter);
            }

            installed.Add(id, job);
        }

        Dispatch();
        return installed;
    }

    /// <summary>Whether a queued job contradicts one of these.</summary>
    public string? Conflict(IReadOnlyDictionary<string, JobType> jobs)
    {
        foreach ((string id, JobType type) in jobs)
        {
            if (units.Find(id)?.Job is { } known && TransactionBuilder.Merge(known.Type, type) is null)
            {
                return $"Transaction for {id} is destructive (it has a '{known.Type.ToString().ToLowerInvariant()}' job queued).";
            }
        }

        return null;
    }

    /// <summary>Runs what need not wait any longer.</summary>
    public void Dispatch()
    {
        if (_isDispatching)
        {
            _isAskedAgain = true;
            return;
        }

        _isDispatching = true;
        do
        {
            _isAskedAgain = false;
            foreach (Job job in _jobs.ToArray())
            {
                if (!job.IsRunning && _jobs.Contains(job) && MayRun(job))
                {
                    Run(job);
                }
            }

            if (!_isAskedAgain && _jobs.Count > 0 && !_jobs.Exists(job => job.IsRunning))
            {
                BreakCycle();
            }
        }
        while (_isAskedAgain);
        _isDispatching = false;
    }

    private void Run(Job job)
    {
        job.IsRunning = true;
        runner.Run(job);
    }

    /// <summary>All jobs wait for each other: the order that their units ask for has a cycle. One goes first.</summary>
    private void BreakCycle()
    {
        Job first = _jobs.Find(job => !_jobs.Exists(other => other != job && Precedes(other, job) && !Precedes(job, other))) ?? _jobs[0];
        _isAskedAgain = true;
        runner.CycleFound(first.Unit);
        Run(first);
    }

    /// <summary>Ends a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="result">systemd's word: <c>done</c>, <c>failed</c>, <c>dependency</c>, <c>skipped</c> ...</param>
    /// <param name="message">A line for a person, where it is not done.</param>
    public void Finish(Job job, string result, string message)
    {
        if (!_jobs.Remove(job))
        {
            return;
        }

        job.Unit.Job = null;
        if (result is not ("done" or "skipped") && job.Type is JobType.Start or JobType.Restart or JobType.VerifyActive)
        {
            FailDependants(job.Unit);
        }

        job.Tell(result, message);
        runner.JobEnded(job, result);
        Dispatch();
    }

    /// <summary>Takes a job back that does not run yet, or is no longer wanted.</summary>
    public void Cancel(Job job) => Finish(job, "canceled", $"Job for {job.Unit.Id} canceled.");

    private Job Put(UnitRuntime unit, JobType type, bool ignoresOrder)
    {
        if (unit.Job is { } known)
        {
            if (TransactionBuilder.Merge(known.Type, type) is { } merged && (!known.IsRunning || merged == known.Type))
            {
                known.Type = merged;
                return known;
            }

            // The later request counts; those who waited for the earlier one learn that it was given up.
            _jobs.Remove(known);
            unit.Job = null;
            known.Tell("canceled", $"Job for {unit.Id} canceled.");
        }

        Job job = new(++_lastId, unit, type) { IgnoresOrder = ignoresOrder };
        unit.Job = job;
        _jobs.Add(job);
        return job;
    }

    private static bool IsDoneAlready(UnitRuntime unit, JobType type) => type switch
    {
        JobType.Start or JobType.VerifyActive => unit.IsActive,
        JobType.Stop => unit.IsInactive,
        _ => false,
    };

    private bool MayRun(Job job)
    {
        if (job.IgnoresOrder)
        {
            return true;
        }

        foreach (Job other in _jobs)
        {
            if (other != job && Precedes(other, job))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Precedes(Job first, Job second)
    {
        bool secondIsAfter = second.Unit.IsAfter(first.Unit.Id);
        bool firstIsAfter = first.Unit.IsAfter(second.Unit.Id);
        if (first.Type == JobType.VerifyActive && !firstIsAfter && second.Unit.Of(DependencyKind.Requisite).Contains(first.Unit.Id))
        {
            return true; // it is only looked at: no start is to overtake that
        }

        if (!secondIsAfter && !firstIsAfter)
        {
            return false;
        }

        if (first.Stops || second.Stops)
        {
            // Both stop: the one that started last goes first. One stops: it goes first.
            return first.Stops && (!second.Stops || firstIsAfter);
        }

        return secondIsAfter && first.Type is not JobType.Reload;
    }

    private void FailDependants(UnitRuntime unit)
    {
        DependencyKind[] kinds = [DependencyKind.Requires, DependencyKind.Requisite, DependencyKind.BindsTo];
        foreach (string id in kinds.SelectMany(unit.By).Distinct().ToArray())
        {
            if (units.Find(id)?.Job is { Type: JobType.Start or JobType.Restart, IsRunning: false } waiting)
            {
                runner.DependencyFailed(waiting.Unit);
                Finish(waiting, "dependency", $"A dependency job for {waiting.Unit.Id} failed. See 'journalctl -xe' for details.");
            }
        }
    }
}

/// <summary>Does jobs.</summary>
internal interface IJobRunner
{
    /// <summary>Begins a job; its end is told to the queue, at once or later.</summary>
    void Run(Job job);

    /// <summary>A job has ended.</summary>
    void JobEnded(Job job, string result);

    /// <summary>The order of a unit and others has a cycle; its job runs now all the same.</summary>
    void CycleFound(UnitRuntime unit);

    /// <summary>A unit will not be started, since something that it requires has failed.</summary>
    void DependencyFailed(UnitRuntime unit);
}
