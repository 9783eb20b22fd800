using System.Text;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Keeper;
using Ptracer.Units;
using UnitText = Ptracer.Host.Daemon.Control.UnitText;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>A unit as the façade shows it.</summary>
internal static class UnitDescription
{
    /// <summary>A name with its suffix; one without means a service.</summary>
    public static string FullName(string name) => UnitName.TypeOf(name) == UnitType.None ? name + ".service" : name;

    /// <summary>Describes it.</summary>
    private static UnitInfo Info(UnitRuntime unit, UnitFileChanger unitFiles, ProcessTable processes)
    {
        KeeperSnapshot snapshot = unit.Snapshot ?? new KeeperSnapshot();
        ProcessSum? sum = unit is { Keeper: not null, Snapshot: not null } ? processes.SumOf(snapshot.Tracers) : null;
        return new UnitInfo
        {
            Name = unit.Id,
            Description = unit.Unit.Description,
            LoadState = LoadState(unit.Unit.LoadState),
            ActiveState = unit.ActiveState,
            SubState = unit.SubState,
            UnitFileState = unit.Unit.FragmentPath is null ? "" : unitFiles.StateOf(unit.Id),
            FragmentPath = unit.Unit.Section.SourcePath ?? unit.Unit.FragmentPath ?? "",
            MainPid = snapshot.MainPid,
            Result = unit.Result,
            ExitStatus = snapshot.ExitCode ?? snapshot.ExitSignal ?? 0,
            Since = unit.Since,
            Restarts = snapshot.Restarts,
            StatusText = snapshot.StatusText,
            MemoryBytes = sum?.MemoryBytes,
            CpuNanoseconds = sum?.CpuNanoseconds,
            Tasks = sum?.Tasks,
        };
    }

    /// <summary>systemd's word.</summary>
    public static string LoadState(UnitLoadState state) => state switch
    {
        UnitLoadState.NotFound => "not-found",
        UnitLoadState.BadSetting => "bad-setting",
        _ => state.ToString().ToLowerInvariant(),
    };

    /// <summary>The texts of a unit's files.</summary>
    /// <exception cref="ControlException">It has none.</exception>
    public static IReadOnlyList<UnitText> Files(GuestManager manager, Unit unit)
    {
        if (unit.FragmentPath is null)
        {
            throw new ControlException(ControlError.NotFound, $"No files found for {unit.Id}.");
        }

        IUnitFiles files = GuestUnitFiles.Of(manager.Files);
        return [.. new[] { unit.FragmentPath }.Concat(unit.DropInPaths)
            .Select(path => new UnitText(path, Encoding.UTF8.GetString(files.Read(path) ?? [])))];
    }

    /// <summary>All units of a guest, by name.</summary>
    public static IReadOnlyList<UnitInfo> All(GuestManager manager)
    {
        ProcessTable processes = ProcessTable.Read();
        UnitFileChanger unitFiles = new(manager);
        return [.. manager.Units.All.OrderBy(unit => unit.Id, StringComparer.Ordinal).Select(unit => Info(unit, unitFiles, processes))];
    }

    /// <summary>One unit.</summary>
    /// <exception cref="ControlException">The name is none of a unit.</exception>
    public static UnitInfo Info(GuestManager manager, string unit)
    {
        UnitRuntime found = Find(manager, unit);
        return Info(found, new UnitFileChanger(manager), ProcessTable.Read(found.Snapshot?.Tracers ?? [], OwnProcesses(manager)));
    }

    /// <summary>The keepers and tracers of a guest's units, which nobody traces.</summary>
    private static HashSet<int> OwnProcesses(GuestManager manager) =>
        [.. manager.Units.All.SelectMany(static unit => unit.Snapshot is { } snapshot ? snapshot.Tracers.Append(snapshot.KeeperPid) : [])];

    /// <summary>What a unit depends on, or what depends on it.</summary>
    public static IReadOnlyList<UnitEdge> Edges(UnitRuntime unit, bool reversed) =>
        [.. unit.All(reversed).Select(edge => new UnitEdge(edge.Kind.ToString(), edge.Unit))];

    /// <summary>Finds a unit by its name.</summary>
    /// <exception cref="ControlException">The name is none of a unit.</exception>
    public static UnitRuntime Find(GuestManager manager, string name)
    {
        string full = FullName(name);
        if (!UnitName.IsLoadable(full))
        {
            throw new ControlException(ControlError.Invalid, $"Invalid unit name \"{name}\"; write NAME.service, NAME@INSTANCE.service");
        }

        UnitRuntime unit = manager.Units.Get(full);
        if (!manager.Units.HasAppeared(unit))
        {
            return unit;
        }

        manager.Reload(); // a new file needs no daemon-reload
        return manager.Units.Get(full);
    }
}
