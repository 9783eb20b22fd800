using Ptracer.Units;
using JobMode = Ptracer.Host.Daemon.Control.JobMode;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>What the end of a unit means for others: BindsTo=, OnFailure=, OnSuccess=, Upholds=, StopWhenUnneeded=.</summary>
internal sealed class UnitReactions(GuestManager manager)
{
    /// <summary>A unit has moved.</summary>
    /// <param name="unit">The unit, in its new state.</param>
    /// <param name="before">Its active state before.</param>
    public void To(UnitRuntime unit, string before)
    {
        if (unit.IsInactive && before is not ("inactive" or "failed"))
        {
            foreach (string id in unit.By(DependencyKind.BindsTo).Concat(unit.Of(DependencyKind.PropagatesStopTo)).ToArray())
            {
                if (manager.Units.Find(id) is { IsInactive: false, Job: null } bound)
                {
                    manager.Requests.Add(bound, JobType.Stop, JobMode.Replace, null);
                }
            }

            if (unit.ActiveState == "failed")
            {
                Start(unit, DependencyKind.OnFailure);
            }
            else
            {
                Start(unit, DependencyKind.OnSuccess);
            }

            foreach (string id in unit.By(DependencyKind.Upholds).ToArray())
            {
                if (manager.Units.Find(id) is { IsActive: true } && unit.Job is null)
                {
                    manager.Requests.Add(unit, JobType.Start, JobMode.Replace, null);
                }
            }

            StopUnneeded(unit);
        }
    }

    /// <summary>StopWhenUnneeded= of what a unit needed.</summary>
    private void StopUnneeded(UnitRuntime unit)
    {
        DependencyKind[] needs = [DependencyKind.Requires, DependencyKind.Wants, DependencyKind.BindsTo, DependencyKind.Requisite];
        foreach (string id in needs.SelectMany(unit.Of).Distinct().ToArray())
        {
            if (manager.Units.Find(id) is { IsActive: true, Job: null } needed && needed.Unit.Section.StopWhenUnneeded &&
                !needs.SelectMany(needed.By).Any(other => manager.Units.Find(other) is { IsInactive: false }))
            {
                manager.Requests.Add(needed, JobType.Stop, JobMode.Replace, null);
            }
        }
    }

    /// <summary>Starts what a unit names by a kind of dependency.</summary>
    public void Start(UnitRuntime unit, DependencyKind kind)
    {
        foreach (string id in unit.Of(kind).ToArray())
        {
            manager.Requests.Add(manager.Units.Get(id), JobType.Start, JobMode.Replace, null);
        }
    }
}
