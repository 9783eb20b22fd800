using System.Globalization;
using Ptracer.Host.Daemon.Keeper;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>The properties of a unit as <c>systemctl show</c> prints them: the names and forms of systemd's own.</summary>
internal static class UnitProperties
{
    /// <summary>Lists them.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(GuestManager manager, UnitRuntime runtime)
    {
        Unit unit = runtime.Unit;
        List<KeyValuePair<string, string>> list = [];
        if (unit.Service is { } service)
        {
            ServiceProperties.AddTo(list, runtime.Snapshot ?? new KeeperSnapshot(), runtime.Result, service);
        }

        if (unit.Socket is { } socket)
        {
            Append(list, "Accept", YesNo(socket.Accept));
            Append(list, "NAccepted", Number(runtime.Snapshot?.Accepted ?? 0));
            Append(list, "Listen", string.Join(' ', socket.Listens.Select(listen => $"{listen.Address} ({listen.Kind})")));
        }

        if (unit.Timer is not null)
        {
            Append(list, "NextElapseUSecRealtime", runtime.NextElapseUs is { } next ? Time(DateTimeOffset.UnixEpoch.AddMicroseconds(next)) : "");
            Append(list, "LastTriggerUSec", Time(runtime.LastTrigger));
        }

        AddUnit(list, manager, runtime);
        return list;
    }

    private static void AddUnit(List<KeyValuePair<string, string>> list, GuestManager manager, UnitRuntime runtime)
    {
        Unit unit = runtime.Unit;
        Append(list, "Id", unit.Id);
        Append(list, "Names", string.Join(' ', unit.Names));
        foreach ((string name, DependencyKind kind, bool reversed) in s_dependencies)
        {
            IEnumerable<string> units = reversed ? runtime.By(kind) : runtime.Of(kind);
            if (units.Any())
            {
                Append(list, name, string.Join(' ', units.Order(StringComparer.Ordinal)));
            }
        }

        Append(list, "Documentation", string.Join(' ', unit.Section.Documentation));
        Append(list, "Description", unit.Description);
        Append(list, "LoadState", UnitDescription.LoadState(unit.LoadState));
        Append(list, "ActiveState", runtime.ActiveState);
        Append(list, "SubState", runtime.SubState);
        Append(list, "FragmentPath", unit.FragmentPath ?? "");
        Append(list, "DropInPaths", string.Join(' ', unit.DropInPaths));
        Append(list, "UnitFileState", unit.FragmentPath is null ? "" : new UnitFileChanger(manager).StateOf(unit.Id));
        Append(list, "StateChangeTimestamp", Time(runtime.Since));
        Append(list, "ActiveEnterTimestamp", Time(runtime.ActiveSince));
        Append(list, "InactiveEnterTimestamp", Time(runtime.InactiveSince));
        Append(list, "CanStart", YesNo(!unit.Section.RefuseManualStart));
        Append(list, "CanStop", YesNo(!unit.Section.RefuseManualStop));
        Append(list, "CanReload", YesNo(unit.Service is { Commands.Reload.Count: > 0 }));
        Append(list, "CanIsolate", YesNo(unit.Section.AllowIsolate));
        Append(list, "StopWhenUnneeded", YesNo(unit.Section.StopWhenUnneeded));
        Append(list, "DefaultDependencies", YesNo(unit.Section.DefaultDependencies));
        Append(list, "NeedDaemonReload", "no");
        Append(list, "ConditionResult", YesNo(runtime.ConditionResult ?? false));
        Append(list, "AssertResult", YesNo(runtime.AssertResult ?? false));
        Append(list, "Job", runtime.Job is { } job ? Number(job.Id) : "0");
    }

    private static readonly (string Name, DependencyKind Kind, bool Reversed)[] s_dependencies =
    [
        ("Requires", DependencyKind.Requires, false), ("Requisite", DependencyKind.Requisite, false),
        ("Wants", DependencyKind.Wants, false), ("BindsTo", DependencyKind.BindsTo, false),
        ("PartOf", DependencyKind.PartOf, false), ("RequiredBy", DependencyKind.Requires, true),
        ("WantedBy", DependencyKind.Wants, true), ("BoundBy", DependencyKind.BindsTo, true),
        ("ConsistsOf", DependencyKind.PartOf, true), ("Conflicts", DependencyKind.Conflicts, false),
        ("Before", DependencyKind.Before, false), ("After", DependencyKind.After, false),
        ("OnFailure", DependencyKind.OnFailure, false), ("OnSuccess", DependencyKind.OnSuccess, false),
        ("Triggers", DependencyKind.Triggers, false), ("TriggeredBy", DependencyKind.Triggers, true),
    ];

    internal static void Append(List<KeyValuePair<string, string>> list, string name, string value) => list.Add(new(name, value));

    internal static string YesNo(bool value) => value ? "yes" : "no";

    internal static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? time) =>
        time is { } known ? known.ToLocalTime().ToString("ddd yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " " + Zone(known) : "";

    private static string Zone(DateTimeOffset time) => time.ToLocalTime().Offset == TimeSpan.Zero ? "UTC" : time.ToLocalTime().ToString("zzz", CultureInfo.InvariantCulture);
}
