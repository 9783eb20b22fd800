namespace Ptracer.Units.Tests;

/// <summary>The model's properties under the names and in the words of a dump of systemd's.</summary>
internal static class PropertyText
{
    public static IEnumerable<(string Key, IReadOnlyList<string> Values)> Of(Unit unit)
    {
        IEnumerable<(string Key, IReadOnlyList<string> Values)> own = unit switch
        {
            { Service: { } service } => OfService(service),
            { Socket: { } socket } => TriggerPropertyText.OfSocket(unit, socket),
            { Timer: { } timer } => TriggerPropertyText.OfTimer(unit, timer),
            { Path: { } path } => TriggerPropertyText.OfPath(unit, path),
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

    private static string Flag(bool value) => value ? "yes" : "no";

    private static IReadOnlyList<string> Optional(string? value) => value is null ? [] : [value];
}
