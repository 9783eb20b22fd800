using Ptracer.Units;
using JobMode = Ptracer.Host.Daemon.Control.JobMode;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>Makes jobs of what is asked for: with all that a unit needs, or with none of it.</summary>
internal sealed class JobRequests(GuestManager manager)
{
    /// <summary>Queues a job with all that it needs.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="type">What is done.</param>
    /// <param name="mode">What happens to jobs that contradict it.</param>
    /// <param name="done">Hears its end: systemd's result, and a line for a person.</param>
    /// <returns>Null: it is queued or done; else a line that says why not.</returns>
    public string? Add(UnitRuntime unit, JobType type, JobMode mode, Action<string, string>? done)
    {
        if (type is not JobType.Stop && (manager.Life.IsStopping || !manager.Boot.IsRunning))
        {
            return $"Guest {manager.Guest.Name} is {(manager.Life.IsStopping ? "being stopped" : "not running")}.";
        }

        TransactionBuilder transaction = new(manager.Units);
        if (mode == JobMode.IgnoreDependencies)
        {
            if (TransactionBuilder.Problem(unit) is { } problem && type == JobType.Start)
            {
                return problem;
            }

            return Queue(unit, new Dictionary<string, JobType> { [unit.Id] = type }, mode, done);
        }

        return transaction.Add(unit, type, isRequired: true) ??
            (mode == JobMode.Fail ? manager.Jobs.Conflict(transaction.Jobs) : null) ??
            Queue(unit, transaction.Jobs, mode, done);
    }

    /// <summary>Starts a unit and stops all that it does not need.</summary>
    public string? Isolate(UnitRuntime unit, Action<string, string> done)
    {
        TransactionBuilder transaction = new(manager.Units);
        if (transaction.Add(unit, JobType.Start, isRequired: true) is { } problem)
        {
            return problem;
        }

        Dictionary<string, JobType> jobs = new(transaction.Jobs, StringComparer.Ordinal);
        foreach (UnitRuntime other in manager.Units.All)
        {
            if (!other.IsInactive && !jobs.ContainsKey(other.Id) && other.Unit.Section.IgnoreOnIsolate != true &&
                other.Unit.Type is not (UnitType.Slice or UnitType.Mount or UnitType.Scope))
            {
                jobs.Add(other.Id, JobType.Stop);
            }
        }

        return Queue(unit, jobs, JobMode.Replace, done);
    }

    private string? Queue(
        UnitRuntime unit, IReadOnlyDictionary<string, JobType> jobs, JobMode mode, Action<string, string>? done)
    {
        // The waiter is in before anything runs: a job may end at once.
        Dictionary<string, JobType> ordered = new(jobs, StringComparer.Ordinal);
        bool told = false;
        void Once(string result, string message)
        {
            if (!told)
            {
                told = true;
                done?.Invoke(result, message);
            }
        }

        manager.Jobs.Watch(unit.Id, Once);
        IReadOnlyDictionary<string, Job> installed = manager.Jobs.Install(ordered, mode == JobMode.IgnoreDependencies);
        if (!installed.ContainsKey(unit.Id))
        {
            manager.Jobs.Unwatch(unit.Id, Once);
            Once("done", ""); // it is as it shall be
        }

        return null;
    }
}
