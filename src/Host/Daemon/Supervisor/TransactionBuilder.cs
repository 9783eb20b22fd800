using Ptracer.Units;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// Which jobs a request means: the job itself and, by dependencies, those on other units: systemd.unit(5), "Requires=" and
/// on. A job that only Wants= asks for is optional: it is left out where it cannot be.
/// </summary>
internal sealed class TransactionBuilder(UnitSet units)
{
    private readonly Dictionary<string, JobType> _jobs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _required = new(StringComparer.Ordinal);

    /// <summary>The jobs: unit and type, the request's own first.</summary>
    public IReadOnlyDictionary<string, JobType> Jobs => _jobs;

    /// <summary>Adds a job with all that it pulls in.</summary>
    /// <param name="unit">Its unit.</param>
    /// <param name="type">What it does.</param>
    /// <param name="isRequired">Whether the request fails without it.</param>
    /// <returns>Null: it is in; else a line that says why not.</returns>
    public string? Add(UnitRuntime unit, JobType type, bool isRequired)
    {
        if (_jobs.TryGetValue(unit.Id, out JobType known))
        {
            if (Merge(known, type) is { } merged)
            {
                _jobs[unit.Id] = merged;
                return null;
            }

            // What is wanted gives way to what is required; of two that are required, to the first.
            if (!isRequired || _required.Contains(unit.Id))
            {
                return isRequired ? $"{unit.Id}: the request would both start and stop it; change Conflicts= or Requires=" : null;
            }
        }

        if (type is JobType.Start or JobType.Restart && Problem(unit) is { } problem)
        {
            return problem;
        }

        _jobs[unit.Id] = type;
        if (isRequired)
        {
            _required.Add(unit.Id);
        }

        return type switch
        {
            JobType.Start => AddStarts(unit),
            JobType.Restart => AddStarts(unit) ?? AddStops(unit, JobType.Restart),
            JobType.Stop => AddStops(unit, JobType.Stop),
            JobType.Reload => AddReloads(unit),
            _ => null,
        };
    }

    /// <summary>Why a unit cannot be started at all; null: it can.</summary>
    public static string? Problem(UnitRuntime unit) => unit.Unit.LoadState switch
    {
        UnitLoadState.Loaded => null,
        UnitLoadState.NotFound => $"Unit {unit.Id} not found.",
        UnitLoadState.Masked => $"Unit {unit.Id} is masked.",
        UnitLoadState.BadSetting => $"Unit {unit.Id} has a bad unit file setting.",
        _ => $"Unit {unit.Id} failed to load properly, please adjust/correct and reload service manager.",
    };

    /// <summary>One job in the place of two; null: they contradict each other.</summary>
    public static JobType? Merge(JobType first, JobType second) => (first, second) switch
    {
        _ when first == second => first,
        (JobType.VerifyActive, JobType.Start or JobType.Restart or JobType.Reload) => second,
        (JobType.Start or JobType.Restart or JobType.Reload, JobType.VerifyActive) => first,
        (JobType.Start, JobType.Restart) or (JobType.Restart, JobType.Start) => JobType.Restart,
        (JobType.Restart, JobType.Reload) or (JobType.Reload, JobType.Restart) => JobType.Restart,
        (JobType.Start, JobType.Reload) or (JobType.Reload, JobType.Start) => JobType.Start,
        _ => null,
    };

    private string? AddStarts(UnitRuntime unit)
    {
        foreach (DependencyKind kind in (ReadOnlySpan<DependencyKind>)[DependencyKind.Requires, DependencyKind.BindsTo])
        {
            foreach (string other in unit.Of(kind).ToArray())
            {
                if (Add(units.Get(other), JobType.Start, isRequired: true) is { } problem)
                {
                    return problem;
                }
            }
        }

        foreach (string other in unit.Of(DependencyKind.Requisite).ToArray())
        {
            Add(units.Get(other), JobType.VerifyActive, isRequired: true);
        }

        foreach (string other in unit.Of(DependencyKind.Wants).Concat(unit.Of(DependencyKind.Upholds)).ToArray())
        {
            Try(units.Get(other), JobType.Start);
        }

        foreach (string other in unit.Of(DependencyKind.Conflicts).Concat(unit.By(DependencyKind.Conflicts)).ToArray())
        {
            if (units.Find(other) is { } rival && (!rival.IsInactive || rival.Job is { Type: JobType.Start }))
            {
                Try(rival, JobType.Stop);
            }
        }

        return null;
    }

    private string? AddStops(UnitRuntime unit, JobType type)
    {
        foreach (DependencyKind kind in (ReadOnlySpan<DependencyKind>)[DependencyKind.Requires, DependencyKind.Requisite, DependencyKind.BindsTo, DependencyKind.PartOf])
        {
            foreach (string other in unit.By(kind).ToArray())
            {
                if (units.Find(other) is { IsInactive: false } dependant)
                {
                    Add(dependant, type, isRequired: true);
                }
            }
        }

        if (type == JobType.Stop)
        {
            foreach (string other in unit.Of(DependencyKind.PropagatesStopTo).Concat(unit.By(DependencyKind.StopPropagatedFrom)).ToArray())
            {
                if (units.Find(other) is { IsInactive: false } follower)
                {
                    Add(follower, JobType.Stop, isRequired: true);
                }
            }
        }

        return null;
    }

    private string? AddReloads(UnitRuntime unit)
    {
        foreach (string other in unit.Of(DependencyKind.PropagatesReloadTo).Concat(unit.By(DependencyKind.ReloadPropagatedFrom)).ToArray())
        {
            if (units.Find(other) is { IsActive: true } follower && follower.Unit.Service?.Commands.Reload.Count > 0)
            {
                Add(follower, JobType.Reload, isRequired: false);
            }
        }

        return null;
    }

    /// <summary>Adds an optional job with all that it needs, or nothing of it.</summary>
    private void Try(UnitRuntime unit, JobType type)
    {
        Dictionary<string, JobType> before = new(_jobs, StringComparer.Ordinal);
        HashSet<string> requiredBefore = new(_required, StringComparer.Ordinal);
        if (Add(unit, type, isRequired: false) is null)
        {
            return;
        }

        _jobs.Clear();
        _required.Clear();
        foreach ((string id, JobType job) in before)
        {
            _jobs.Add(id, job);
        }

        _required.UnionWith(requiredBefore);
    }
}
