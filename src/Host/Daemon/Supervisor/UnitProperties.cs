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
            AddService(list, runtime, service);
        }

        if (unit.Socket is { } socket)
        {
            Add(list, "Accept", YesNo(socket.Accept));
            Add(list, "NAccepted", Number(runtime.Snapshot?.Accepted ?? 0));
            Add(list, "Listen", string.Join(' ', socket.Listens.Select(listen => $"{listen.Address} ({listen.Kind})")));
        }

        if (unit.Timer is not null)
        {
            Add(list, "NextElapseUSecRealtime", runtime.NextElapseUs is { } next ? Time(DateTimeOffset.UnixEpoch.AddMicroseconds(next)) : "");
            Add(list, "LastTriggerUSec", Time(runtime.LastTrigger));
        }

        AddUnit(list, manager, runtime);
        return list;
    }

    private static void AddService(List<KeyValuePair<string, string>> list, UnitRuntime runtime, Service service)
    {
        KeeperSnapshot snapshot = runtime.Snapshot ?? new KeeperSnapshot();
        Add(list, "Type", service.Type.ToString().ToLowerInvariant());
        Add(list, "Restart", RestartWord(service.Restart));
        Add(list, "PIDFile", service.PIDFile ?? "");
        Add(list, "NotifyAccess", service.NotifyAccess.ToString().ToLowerInvariant());
        Add(list, "RestartUSec", service.RestartTime.ToString());
        Add(list, "TimeoutStartUSec", service.Timeouts.Start.ToString());
        Add(list, "TimeoutStopUSec", service.Timeouts.Stop.ToString());
        Add(list, "RuntimeMaxUSec", service.Timeouts.RuntimeMax.ToString());
        Add(list, "WatchdogUSec", service.WatchdogTime.ToString());
        Add(list, "RemainAfterExit", YesNo(service.RemainAfterExit));
        Add(list, "MainPID", Number(snapshot.MainPid));
        Add(list, "ControlPID", Number(snapshot.ControlPid));
        Add(list, "FileDescriptorStoreMax", Number(service.FileDescriptorStoreMax));
        Add(list, "NFileDescriptorStore", Number(snapshot.StoredFiles));
        Add(list, "StatusText", snapshot.StatusText);
        Add(list, "Result", runtime.Result);
        Add(list, "ReloadResult", snapshot.ReloadResult);
        Add(list, "NRestarts", Number(snapshot.Restarts));
        Add(list, "ExecMainCode", snapshot.ExitCode is not null ? "1" : snapshot.ExitSignal is not null ? "2" : "0");
        Add(list, "ExecMainStatus", Number(snapshot.ExitCode ?? snapshot.ExitSignal ?? 0));
        Add(list, "ExecMainPID", Number(snapshot.MainPid));
        AddCommands(list, "ExecStartPre", service.Commands.StartPre);
        AddCommands(list, "ExecStart", service.Commands.Start);
        AddCommands(list, "ExecReload", service.Commands.Reload);
        AddCommands(list, "ExecStop", service.Commands.Stop);
        Add(list, "User", service.Exec.User ?? "");
        Add(list, "Group", service.Exec.Group ?? "");
        Add(list, "WorkingDirectory", service.Exec.WorkingDirectory?.Path ?? "");
        Add(list, "Environment", string.Join(' ', service.Exec.Environment.Select(variable => $"{variable.Key}={variable.Value}")));
        Add(list, "UMask", "0" + Convert.ToString(service.Exec.UMask, 8).PadLeft(3, '0'));
        Add(list, "KillMode", KillContext.Modes.NameOf(service.Kill.KillMode));
        Add(list, "KillSignal", Number(service.Kill.KillSignal));
        Add(list, "InvocationID", snapshot.InvocationId);
    }

    private static void AddUnit(List<KeyValuePair<string, string>> list, GuestManager manager, UnitRuntime runtime)
    {
        Unit unit = runtime.Unit;
        Add(list, "Id", unit.Id);
        Add(list, "Names", string.Join(' ', unit.Names));
        foreach ((string name, DependencyKind kind, bool reversed) in s_dependencies)
        {
            IEnumerable<string> units = reversed ? runtime.By(kind) : runtime.Of(kind);
            if (units.Any())
            {
                Add(list, name, string.Join(' ', units.Order(StringComparer.Ordinal)));
            }
        }

        Add(list, "Documentation", string.Join(' ', unit.Section.Documentation));
        Add(list, "Description", unit.Description);
        Add(list, "LoadState", UnitDescription.LoadState(unit.LoadState));
        Add(list, "ActiveState", runtime.ActiveState);
        Add(list, "SubState", runtime.SubState);
        Add(list, "FragmentPath", unit.FragmentPath ?? "");
        Add(list, "DropInPaths", string.Join(' ', unit.DropInPaths));
        Add(list, "UnitFileState", unit.FragmentPath is null ? "" : new UnitFileChanger(manager).StateOf(unit.Id));
        Add(list, "StateChangeTimestamp", Time(runtime.Since));
        Add(list, "ActiveEnterTimestamp", Time(runtime.ActiveSince));
        Add(list, "InactiveEnterTimestamp", Time(runtime.InactiveSince));
        Add(list, "CanStart", YesNo(!unit.Section.RefuseManualStart));
        Add(list, "CanStop", YesNo(!unit.Section.RefuseManualStop));
        Add(list, "CanReload", YesNo(unit.Service is { Commands.Reload.Count: > 0 }));
        Add(list, "CanIsolate", YesNo(unit.Section.AllowIsolate));
        Add(list, "StopWhenUnneeded", YesNo(unit.Section.StopWhenUnneeded));
        Add(list, "DefaultDependencies", YesNo(unit.Section.DefaultDependencies));
        Add(list, "NeedDaemonReload", "no");
        Add(list, "ConditionResult", YesNo(runtime.ConditionResult ?? false));
        Add(list, "AssertResult", YesNo(runtime.AssertResult ?? false));
        Add(list, "Job", runtime.Job is { } job ? Number(job.Id) : "0");
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

    private static string RestartWord(ServiceRestart restart) => restart switch
    {
        ServiceRestart.No => "no",
        ServiceRestart.Always => "always",
        ServiceRestart.OnSuccess => "on-success",
        ServiceRestart.OnFailure => "on-failure",
        ServiceRestart.OnAbnormal => "on-abnormal",
        ServiceRestart.OnWatchdog => "on-watchdog",
        _ => "on-abort",
    };

    private static void AddCommands(List<KeyValuePair<string, string>> list, string name, IReadOnlyList<ExecCommand> commands)
    {
        foreach (ExecCommand command in commands)
        {
            Add(list, name, $"{{ path={command.Path} ; argv[]={string.Join(' ', command.Arguments)} ; ignore_errors={YesNo(command.IgnoresFailure)} ; }}");
        }
    }

    private static void Add(List<KeyValuePair<string, string>> list, string name, string value) => list.Add(new(name, value));

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? time) =>
        time is { } known ? known.ToLocalTime().ToString("ddd yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " " + Zone(known) : "";

    private static string Zone(DateTimeOffset time) => time.ToLocalTime().Offset == TimeSpan.Zero ? "UTC" : time.ToLocalTime().ToString("zzz", CultureInfo.InvariantCulture);
}
