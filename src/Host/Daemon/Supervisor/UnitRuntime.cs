using Ptracer.Host.Daemon.Keeper;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>A unit as the manager of its guest has it: what its files say, and how it is.</summary>
internal sealed class UnitRuntime(Unit unit)
{
    private readonly Dictionary<DependencyKind, HashSet<string>> _dependencies = [];
    private readonly Dictionary<DependencyKind, HashSet<string>> _reversed = [];

    /// <summary>What its files say; replaced when they are read again.</summary>
    public Unit Unit { get; set; } = unit;

    /// <summary>Its name.</summary>
    public string Id => Unit.Id;

    /// <summary>systemd's ActiveState.</summary>
    public string ActiveState { get; set; } = "inactive";

    /// <summary>systemd's SubState.</summary>
    public string SubState { get; set; } = "dead";

    /// <summary>systemd's Result.</summary>
    public string Result { get; set; } = "success";

    /// <summary>When it changed its state last.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>When it became active last; null: never.</summary>
    public DateTimeOffset? ActiveSince { get; set; }

    /// <summary>When it ceased to be inactive last: its start began; null: never.</summary>
    public DateTimeOffset? StartedSince { get; set; }

    /// <summary>When it became inactive last; null: never.</summary>
    public DateTimeOffset? InactiveSince { get; set; }

    /// <summary>Whether its conditions held at the last start; null: they were not asked.</summary>
    public bool? ConditionResult { get; set; }

    /// <summary>Whether its assertions held at the last start; null: they were not asked.</summary>
    public bool? AssertResult { get; set; }

    /// <summary>Its keeper; null: none lives.</summary>
    public KeeperLink? Keeper { get; set; }

    /// <summary>What its keeper told last; null: it never had one.</summary>
    public KeeperSnapshot? Snapshot { get; set; }

    /// <summary>Its job; null: none.</summary>
    public Job? Job { get; set; }

    /// <summary>When a timer elapses next, microseconds since 1970; null: it does not.</summary>
    public long? NextElapseUs { get; set; }

    /// <summary>When a timer elapsed last; null: never.</summary>
    public DateTimeOffset? LastTrigger { get; set; }

    /// <summary>Its starts, for its start limit.</summary>
    public StartLimit StartLimit { get; set; } = new(unit.Section.StartLimitInterval, unit.Section.StartLimitBurst);

    /// <summary>Whether it is active or about to be, systemd's "active or activating".</summary>
    public bool IsActiveOrStarting => ActiveState is "active" or "reloading" or "activating";

    /// <summary>Whether it is active.</summary>
    public bool IsActive => ActiveState is "active" or "reloading";

    /// <summary>Whether nothing of it runs.</summary>
    public bool IsInactive => ActiveState is "inactive" or "failed";

    /// <summary>The units that it has a dependency of a kind on.</summary>
    public IEnumerable<string> Of(DependencyKind kind) => _dependencies.TryGetValue(kind, out HashSet<string>? set) ? set : [];

    /// <summary>The units that have a dependency of a kind on it.</summary>
    public IEnumerable<string> By(DependencyKind kind) => _reversed.TryGetValue(kind, out HashSet<string>? set) ? set : [];

    /// <summary>All dependencies, or all that others have on it.</summary>
    public IEnumerable<(DependencyKind Kind, string Unit)> All(bool reversed) =>
        (reversed ? _reversed : _dependencies).SelectMany(kind => kind.Value.Order(StringComparer.Ordinal).Select(unit => (kind.Key, unit)));

    /// <summary>Whether this unit comes after another in order.</summary>
    public bool IsAfter(string other) =>
        Of(DependencyKind.After).Contains(other) || By(DependencyKind.Before).Contains(other);

    /// <summary>Notes a dependency.</summary>
    public void Add(DependencyKind kind, string other) => Set(_dependencies, kind).Add(other);

    /// <summary>Notes a dependency that another unit has on this.</summary>
    public void AddReversed(DependencyKind kind, string other) => Set(_reversed, kind).Add(other);

    /// <summary>Forgets all dependencies.</summary>
    public void ForgetDependencies()
    {
        _dependencies.Clear();
        _reversed.Clear();
    }

    private static HashSet<string> Set(Dictionary<DependencyKind, HashSet<string>> map, DependencyKind kind)
    {
        if (!map.TryGetValue(kind, out HashSet<string>? set))
        {
            map.Add(kind, set = new(StringComparer.Ordinal));
        }

        return set;
    }
}
