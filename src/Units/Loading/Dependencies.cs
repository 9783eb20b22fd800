namespace Ptracer.Units;

/// <summary>
/// All dependencies of a unit: what its files say, what its settings imply and what DefaultDependencies= adds, as the
/// sections "AUTOMATIC DEPENDENCIES" of the manual pages have them. Those that other units have on it are not here.
/// </summary>
internal sealed class Dependencies
{
    private static readonly DependencyKind[] s_pulling =
    [
        DependencyKind.Wants, DependencyKind.Requires, DependencyKind.Requisite, DependencyKind.BindsTo, DependencyKind.PartOf,
        DependencyKind.Upholds,
    ];

    private readonly Func<string, Unit> _load;
    private readonly Unit _unit;
    private readonly HashSet<(DependencyKind, string)> _known = [];
    private readonly List<Dependency> _all = [];

    private Dependencies(Unit unit, Func<string, Unit> load)
    {
        _unit = unit;
        _load = load;
    }

    /// <summary>Computes them, in the order explicit, implicit, default. Aliases are replaced by what they stand for.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="load">Gives units by name: <see cref="UnitCatalog.Load"/>.</param>
    public static IReadOnlyList<Dependency> Of(Unit unit, Func<string, Unit> load)
    {
        Dependencies dependencies = new(unit, load);
        if (unit.LoadState == UnitLoadState.Loaded)
        {
            dependencies.AddExplicit();
            dependencies.AddImplicit();
            if (unit.Section.DefaultDependencies)
            {
                dependencies.AddDefault();
            }
        }

        return dependencies._all;
    }

    private void Add(DependencyOrigin origin, DependencyKind kind, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            string id = _load(name).Id;
            if (id != _unit.Id && _known.Add((kind, id)))
            {
                _all.Add(new Dependency(kind, id, origin));
            }
        }
    }

    private void AddExplicit()
    {
        foreach ((DependencyKind kind, IReadOnlyList<string> names) in _unit.Section.Dependencies)
        {
            Add(DependencyOrigin.File, kind, [.. names]);
        }

        Add(DependencyOrigin.File, DependencyKind.Wants, [.. _unit.WantsDirectories]);
        Add(DependencyOrigin.File, DependencyKind.Requires, [.. _unit.RequiresDirectories]);
    }

    private void AddImplicit()
    {
        switch (_unit)
        {
            case { Service: { } service }:
                AddSlice();
                AddOfService(service);
                break;
            case { Socket: { } socket }:
                AddSlice();
                AddTriggered(_unit.Triggers);
                if (socket.HasCommands)
                {
                    AddOfExec(socket.Exec);
                }

                break;
            case { Timer: not null } or { Path: not null }:
                AddTriggered(_unit.Triggers);
                break;
            case { Type: UnitType.Slice }:
                AddParentSlice();
                break;
            case { Type: UnitType.Automount }:
                Add(DependencyOrigin.Implicit, DependencyKind.Triggers, _unit.Triggers ?? "");
                break;
        }

    }

    private void AddOfService(Service service)
    {
        if (service.Type == ServiceType.DBus)
        {
            Add(DependencyOrigin.Implicit, DependencyKind.Requires, "dbus.socket");
            Add(DependencyOrigin.Implicit, DependencyKind.After, "dbus.socket");
        }

        foreach (string socket in service.Sockets)
        {
            Add(DependencyOrigin.File, DependencyKind.Wants, socket);
            Add(DependencyOrigin.File, DependencyKind.After, socket);
        }

        AddOfExec(service.Exec);
    }

    private void AddOfExec(ExecContext exec)
    {
        if (exec.PrivateTmp)
        {
            Add(DependencyOrigin.Implicit, DependencyKind.Wants, "tmp.mount");
            Add(DependencyOrigin.Implicit, DependencyKind.After, "tmp.mount", "systemd-tmpfiles-setup.service");
        }

        // Written to, and perhaps on a root that is not writable yet.
        if (exec.Directories.Any(kind => kind.Directories.Count > 0
            && kind.Kind is ServiceDirectoryKind.State or ServiceDirectoryKind.Cache or ServiceDirectoryKind.Logs))
        {
            Add(DependencyOrigin.Implicit, DependencyKind.After, "systemd-remount-fs.service");
        }

        if (GoesToJournal(exec.StandardOutput) || GoesToJournal(exec.StandardError))
        {
            Add(DependencyOrigin.Implicit, DependencyKind.After, "systemd-journald.socket");
        }
    }

    private static bool GoesToJournal(StandardStream stream) => stream.Kind is StandardStreamKind.Journal
        or StandardStreamKind.JournalAndConsole or StandardStreamKind.Kmsg or StandardStreamKind.KmsgAndConsole;

    private void AddTriggered(string? triggered)
    {
        if (triggered is not null)
        {
            Add(DependencyOrigin.Implicit, DependencyKind.Triggers, triggered);
            Add(DependencyOrigin.Implicit, DependencyKind.Before, triggered);
        }
    }

    private void AddSlice()
    {
        string slice = _unit.Slice ?? DefaultSlice();
        Add(DependencyOrigin.Implicit, DependencyKind.InSlice, slice);
        Add(DependencyOrigin.Implicit, DependencyKind.Requires, slice);
        Add(DependencyOrigin.Implicit, DependencyKind.After, slice);
    }

    // Instances of a template live in a slice of their own.
    private string DefaultSlice() =>
        UnitName.InstanceOf(_unit.Id) is null ? "system.slice" : $"system-{UnitEscape.Escape(UnitName.PrefixOf(_unit.Id))}.slice";

    private void AddParentSlice()
    {
        string stem = UnitName.StemOf(_unit.Id);
        if (stem != "-")
        {
            int dash = stem.LastIndexOf('-');
            string parent = dash < 0 ? "-.slice" : stem[..dash] + ".slice";
            Add(DependencyOrigin.Implicit, DependencyKind.InSlice, parent);
            Add(DependencyOrigin.Implicit, DependencyKind.Requires, parent);
            Add(DependencyOrigin.Implicit, DependencyKind.After, parent);
        }
    }

    private void AddDefault()
    {
        switch (_unit.Type)
        {
            case UnitType.Service:
                Add(DependencyOrigin.Default, DependencyKind.Requires, "sysinit.target");
                Add(DependencyOrigin.Default, DependencyKind.After, "sysinit.target", "basic.target");
                AddShutdown();
                break;
            case UnitType.Socket:
                AddEarly("sockets.target");
                break;
            case UnitType.Path:
                AddEarly("paths.target");
                break;
            case UnitType.Timer:
                AddEarly("timers.target");
                AddClock();
                break;
            case UnitType.Target:
                AddOfTarget();
                break;
            case UnitType.Slice or UnitType.Scope:
                AddShutdown();
                break;
        }
    }

    private void AddEarly(string target)
    {
        Add(DependencyOrigin.Default, DependencyKind.Before, target);
        Add(DependencyOrigin.Default, DependencyKind.Requires, "sysinit.target");
        Add(DependencyOrigin.Default, DependencyKind.After, "sysinit.target");
        AddShutdown();
    }

    private void AddClock()
    {
        if (_unit.Timer is { } timer && timer.Values.Any(value => value.Base == TimerBase.Calendar))
        {
            Add(DependencyOrigin.Default, DependencyKind.After, "time-set.target", "time-sync.target");
        }
    }

    // A target comes after what it pulls in, unless one of the two is ordered otherwise or wants no such help.
    private void AddOfTarget()
    {
        foreach (Dependency dependency in _all.Where(found => s_pulling.Contains(found.Kind)).ToList())
        {
            Unit other = _load(dependency.Unit);
            if (other.LoadState == UnitLoadState.Loaded && other.Section.DefaultDependencies
                && !_known.Contains((DependencyKind.Before, dependency.Unit)) && !ComesAfter(other))
            {
                Add(DependencyOrigin.Default, DependencyKind.After, dependency.Unit);
            }
        }

        AddShutdown();
    }

    // Of a target only what its files say counts: two of them could ask each other without end.
    private bool ComesAfter(Unit other) => other.Type == UnitType.Target
        ? other.Section.After.Any(name => _unit.Names.Contains(name))
        : Of(other, _load).Any(found => found.Kind == DependencyKind.After && found.Unit == _unit.Id);

    private void AddShutdown()
    {
        if (_unit.Id != "shutdown.target")
        {
            Add(DependencyOrigin.Default, DependencyKind.Conflicts, "shutdown.target");
            Add(DependencyOrigin.Default, DependencyKind.Before, "shutdown.target");
        }
    }
}
