using Ptracer.Host.Daemon.Guests;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// The loaded units of a guest with their dependencies, both ways. A unit is loaded with all that it names, as systemd
/// does; what nobody has named is not there.
/// </summary>
internal sealed class UnitSet
{
    private readonly GuestFiles _files;
    private readonly Func<string> _bootId;
    private readonly Dictionary<string, UnitRuntime> _units = new(StringComparer.Ordinal);

    /// <summary>No unit is loaded yet.</summary>
    public UnitSet(GuestFiles files, Func<string> bootId)
    {
        (_files, _bootId) = (files, bootId);
        Catalog = GuestUnitFiles.Catalog(files, bootId());
    }

    /// <summary>The reader of the files.</summary>
    public UnitCatalog Catalog { get; private set; }

    /// <summary>The loaded units.</summary>
    public IReadOnlyCollection<UnitRuntime> All => _units.Values;

    /// <summary>A unit by name; it is loaded if it was not. One without a file is there too, and says so.</summary>
    public UnitRuntime Get(string name)
    {
        Unit unit = Catalog.Load(name);
        return _units.TryGetValue(unit.Id, out UnitRuntime? known) ? known : Load(unit);
    }

    /// <summary>Whether there is a file by now for a unit that there was none for.</summary>
    public bool HasAppeared(UnitRuntime unit) =>
        unit is { IsInactive: true, Job: null, Unit.LoadState: UnitLoadState.NotFound }
        && GuestUnitFiles.Catalog(_files, _bootId()).Load(unit.Id).LoadState != UnitLoadState.NotFound;

    /// <summary>A loaded unit; null: it is not loaded.</summary>
    public UnitRuntime? Find(string id) => _units.GetValueOrDefault(id);

    /// <summary>Reads all files again. States stay; units that are inactive and gone are forgotten.</summary>
    public void Reload()
    {
        Catalog = GuestUnitFiles.Catalog(_files, _bootId());
        UnitRuntime[] known = [.. _units.Values];
        _units.Clear();
        foreach (UnitRuntime runtime in known)
        {
            if (!runtime.IsInactive || runtime.Job is not null || runtime.ActiveState == "failed")
            {
                Unit unit = Catalog.Load(runtime.Id);
                runtime.Unit = unit.Id == runtime.Id ? unit : runtime.Unit;
                runtime.ForgetDependencies();
                _units[runtime.Id] = runtime;
            }
        }

        foreach (UnitRuntime runtime in _units.Values.ToArray())
        {
            Connect(runtime);
        }
    }

    private UnitRuntime Load(Unit unit)
    {
        UnitRuntime runtime = new(unit);
        _units.Add(unit.Id, runtime);
        Queue<UnitRuntime> loaded = new([runtime]);
        while (loaded.TryDequeue(out UnitRuntime? next))
        {
            Connect(next, loaded);
        }

        return runtime;
    }

    private void Connect(UnitRuntime runtime, Queue<UnitRuntime>? loaded = null)
    {
        foreach (Dependency dependency in Dependencies.Of(runtime.Unit, Catalog.Load))
        {
            Unit unit = Catalog.Load(dependency.Unit);
            if (!_units.TryGetValue(unit.Id, out UnitRuntime? other))
            {
                other = new UnitRuntime(unit);
                _units.Add(unit.Id, other);
                if (loaded is null)
                {
                    Connect(other);
                }
                else
                {
                    loaded.Enqueue(other);
                }
            }

            runtime.Add(dependency.Kind, unit.Id);
            other.AddReversed(dependency.Kind, runtime.Id);
        }
    }
}
