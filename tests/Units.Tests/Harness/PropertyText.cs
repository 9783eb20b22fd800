using System.Globalization;

namespace Ptracer.Units.Tests;

/// <summary>The model's properties under the names and in the words of a dump of systemd's.</summary>
internal static class PropertyText
{
    public static IEnumerable<(string Key, IReadOnlyList<string> Values)> Of(Unit unit)
    {
        IEnumerable<(string Key, IReadOnlyList<string> Values)> own = unit switch
        {
            { Service: { } service } => OfService(service),
            { Socket: { } socket } => OfSocket(unit, socket),
            { Timer: { } timer } => OfTimer(unit, timer),
            { Path: { } path } => OfPath(unit, path),
            _ => [],
        };
        return OfUnit(unit).Concat(own);
    }

    public static IEnumerable<(string Key, IReadOnlyList<ExecCommand> Commands)> CommandsOf(Unit unit)
    {
        if (unit.Service?.Commands is { } commands)
        {
            yield return ("ExecCondition", commands.Condition);
            yield return ("ExecStartPre", commands.StartPre);
            yield return ("ExecStart", commands.Start);
            yield return ("ExecStartPost", commands.StartPost);
            yield return ("ExecReload", commands.Reload);
            yield return ("ExecStop", commands.Stop);
            yield return ("ExecStopPost", commands.StopPost);
        }
    }

    private static IEnumerable<(string Key, IReadOnlyList<string> Values)> OfUnit(Unit unit)
    {
        UnitSection section = unit.Section;
        yield return ("Description", [unit.Description]);
        yield return ("Fragment Path", unit.FragmentPath is null ? [] : [unit.FragmentPath]);
        yield return ("DropIn Path", unit.DropInPaths);
        yield return ("Documentation", section.Documentation);
        yield return ("Alias", [.. unit.Names.Skip(1).Order(StringComparer.Ordinal)]);
        yield return ("StopWhenUnneeded", [Flag(section.StopWhenUnneeded)]);
        yield return ("RefuseManualStart", [Flag(section.RefuseManualStart)]);
        yield return ("RefuseManualStop", [Flag(section.RefuseManualStop)]);
        yield return ("DefaultDependencies", [Flag(section.DefaultDependencies)]);
        yield return ("OnSuccessJobMode", [UnitWords.JobModes.NameOf(section.OnSuccessJobMode)]);
        yield return ("OnFailureJobMode", [UnitWords.JobModes.NameOf(section.OnFailureJobMode)]);
        yield return ("Success Action", section.SuccessAction == EmergencyAction.None ? [] : [UnitWords.Actions.NameOf(section.SuccessAction)]);
        yield return ("Failure Action", section.FailureAction == EmergencyAction.None ? [] : [UnitWords.Actions.NameOf(section.FailureAction)]);
        yield return ("Garbage Collection Mode", [UnitWords.CollectModes.NameOf(section.CollectMode)]);
        foreach (IGrouping<string, Condition> conditions in section.Conditions.GroupBy(condition => "Condition" + condition.Kind)
            .Concat(section.Asserts.GroupBy(condition => "Assert" + condition.Kind)))
        {
            yield return (conditions.Key, [.. conditions.Select(condition =>
                $"{(condition.Trigger ? "|" : "")}{(condition.Negate ? "!" : "")}{condition.Parameter} untested")]);
        }
    }

    private static IEnumerable<(string Key, IReadOnlyList<string> Values)> OfService(Service service)
    {
        yield return ("Type", [ServiceWords.Types.NameOf(service.Type)]);
        yield return ("Restart", [ServiceWords.Restarts.NameOf(service.Restart)]);
        yield return ("NotifyAccess", [ServiceWords.NotifyAccesses.NameOf(service.NotifyAccess)]);
        yield return ("OOMPolicy", [ServiceWords.OOMPolicies.NameOf(service.OOMPolicy)]);
        yield return ("PermissionsStartOnly", [Flag(service.PermissionsStartOnly)]);
        yield return ("RootDirectoryStartOnly", [Flag(service.RootDirectoryStartOnly)]);
        yield return ("RemainAfterExit", [Flag(service.RemainAfterExit)]);
        yield return ("GuessMainPID", [Flag(service.GuessMainPID)]);
        yield return ("NonBlocking", [Flag(service.NonBlocking)]);
        yield return ("RestartSec", [service.RestartTime.ToString()]);
        yield return ("TimeoutStartSec", [service.Timeouts.Start.ToString()]);
        yield return ("TimeoutStopSec", [service.Timeouts.Stop.ToString()]);
        yield return ("TimeoutAbortSec", service.Timeouts.DeclaredAbort is { } abort ? [abort.ToString()] : []);
        yield return ("TimeoutStartFailureMode", [ServiceWords.FailureModes.NameOf(service.Timeouts.StartFailureMode)]);
        yield return ("TimeoutStopFailureMode", [ServiceWords.FailureModes.NameOf(service.Timeouts.StopFailureMode)]);
        yield return ("RuntimeMaxSec", [service.Timeouts.RuntimeMax.ToString()]);
        yield return ("RuntimeRandomizedExtraSec", [service.Timeouts.RuntimeRandomizedExtra.ToString()]);
        yield return ("WatchdogSec", [service.WatchdogTime.ToString()]);
        yield return ("PIDFile", Optional(service.PIDFile));
        yield return ("BusName", Optional(service.BusName));
        foreach ((string, IReadOnlyList<string>) pair in ExecPropertyText.Of(service.Exec, service.Kill))
        {
            yield return pair;
        }
    }

    private static IEnumerable<(string Key, IReadOnlyList<string> Values)> OfSocket(Unit unit, SocketUnit socket)
    {
        foreach (IGrouping<SocketListenKind, SocketListen> listens in socket.Listens.GroupBy(listen => listen.Kind))
        {
            yield return ($"Listen{listens.Key}", [.. listens.Select(listen => AddressText(listen.Address))]);
        }

        yield return ("SocketMode", [Mode(socket.SocketMode)]);
        yield return ("DirectoryMode", [Mode(socket.DirectoryMode)]);
        yield return ("Backlog", [Math.Min(socket.Backlog, int.MaxValue).ToString(CultureInfo.InvariantCulture)]);
        yield return ("KeepAlive", [Flag(socket.Options.KeepAlive)]);
        yield return ("NoDelay", [Flag(socket.Options.NoDelay)]);
        yield return ("FreeBind", [Flag(socket.Options.FreeBind)]);
        yield return ("Transparent", [Flag(socket.Options.Transparent)]);
        yield return ("Broadcast", [Flag(socket.Options.Broadcast)]);
        yield return ("PassCredentials", [Flag(socket.Options.PassCredentials)]);
        yield return ("PassSecurity", [Flag(socket.Options.PassSecurity)]);
        yield return ("RemoveOnStop", [Flag(socket.RemoveOnStop)]);
        yield return ("Writable", [Flag(socket.Writable)]);
        yield return ("FlushPending", [Flag(socket.FlushPending)]);
        yield return ("FileDescriptorName", [socket.FileDescriptorName ?? (socket.Accept ? "connection" : unit.Id)]);
        yield return ("SocketUser", socket.SocketUser is null && socket.SocketGroup is null ? [] : [socket.SocketUser ?? "n/a"]);
        yield return ("SocketGroup", socket.SocketUser is null && socket.SocketGroup is null ? [] : [socket.SocketGroup ?? "n/a"]);
        yield return ("Symlinks", socket.Symlinks.Count == 0 ? [] : [string.Join(' ', socket.Symlinks)]);
        yield return ("ReceiveBuffer", Optional(socket.Options.ReceiveBuffer?.ToString(CultureInfo.InvariantCulture)));
        yield return ("SendBuffer", Optional(socket.Options.SendBuffer?.ToString(CultureInfo.InvariantCulture)));
        yield return ("TriggerLimitIntervalSec", [socket.TriggerLimitInterval.ToString()]);
        yield return ("TriggerLimitBurst", [socket.TriggerLimitBurst.ToString(CultureInfo.InvariantCulture)]);
        foreach ((string, IReadOnlyList<string>) pair in ExecPropertyText.Of(socket.Exec, socket.Kill))
        {
            yield return pair;
        }
    }

    private static IEnumerable<(string Key, IReadOnlyList<string> Values)> OfTimer(Unit unit, TimerUnit timer)
    {
        yield return ("Unit", Optional(unit.Triggers));
        yield return ("Persistent", [Flag(timer.Persistent)]);
        yield return ("WakeSystem", [Flag(timer.WakeSystem)]);
        yield return ("Accuracy", [timer.Accuracy.ToString()]);
        yield return ("RemainAfterElapse", [Flag(timer.RemainAfterElapse)]);
        yield return ("FixedRandomDelay", [Flag(timer.FixedRandomDelay)]);
        yield return ("OnCalendar", [.. timer.Values.Where(value => value.Calendar is not null).Select(value => value.Calendar!.ToString()).Reverse()]);
        foreach (TimerBase start in (TimerBase[])[TimerBase.Active, TimerBase.Boot, TimerBase.Startup, TimerBase.UnitActive, TimerBase.UnitInactive])
        {
            yield return ($"On{start}Sec", [.. timer.Values.Where(value => value.Base == start).Select(value => value.Time.ToString()).Reverse()]);
        }
    }

    private static IEnumerable<(string Key, IReadOnlyList<string> Values)> OfPath(Unit unit, PathUnit path)
    {
        yield return ("Unit", Optional(unit.Triggers));
        yield return ("MakeDirectory", [Flag(path.MakeDirectory)]);
        yield return ("DirectoryMode", [Mode(path.DirectoryMode)]);
        yield return ("TriggerLimitIntervalSec", [path.TriggerLimitInterval.ToString()]);
        yield return ("TriggerLimitBurst", [path.TriggerLimitBurst.ToString(CultureInfo.InvariantCulture)]);
        foreach (PathWatchKind kind in Enum.GetValues<PathWatchKind>())
        {
            string key = kind == PathWatchKind.DirectoryNotEmpty ? "DirectoryNotEmpty" : $"Path{kind}";
            yield return (key, [.. path.Watches.Where(watch => watch.Kind == kind).Select(watch => watch.Path).Reverse()]);
        }
    }

    // A port alone is printed as the any address of IPv6.
    private static string AddressText(string address) => Numbers.Unsigned(address) is null ? address : $"[::]:{address}";

    private static string Flag(bool value) => value ? "yes" : "no";

    private static string Mode(uint mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static IReadOnlyList<string> Optional(string? value) => value is null ? [] : [value];
}
