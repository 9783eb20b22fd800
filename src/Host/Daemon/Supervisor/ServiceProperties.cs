using Ptracer.Host.Daemon.Keeper;
using Ptracer.Units;
using static Ptracer.Host.Daemon.Supervisor.UnitProperties;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>The properties that services alone have.</summary>
internal static class ServiceProperties
{
    /// <summary>Adds them.</summary>
    public static void AddTo(List<KeyValuePair<string, string>> list, KeeperSnapshot snapshot, string result, Service service)
    {
        Append(list, "Type", service.Type.ToString().ToLowerInvariant());
        Append(list, "Restart", RestartWord(service.Restart));
        Append(list, "PIDFile", service.PIDFile ?? "");
        Append(list, "NotifyAccess", service.NotifyAccess.ToString().ToLowerInvariant());
        Append(list, "RestartUSec", service.RestartTime.ToString());
        Append(list, "TimeoutStartUSec", service.Timeouts.Start.ToString());
        Append(list, "TimeoutStopUSec", service.Timeouts.Stop.ToString());
        Append(list, "RuntimeMaxUSec", service.Timeouts.RuntimeMax.ToString());
        Append(list, "WatchdogUSec", service.WatchdogTime.ToString());
        Append(list, "RemainAfterExit", YesNo(service.RemainAfterExit));
        Append(list, "MainPID", Number(snapshot.MainPid));
        Append(list, "ControlPID", Number(snapshot.ControlPid));
        Append(list, "FileDescriptorStoreMax", Number(service.FileDescriptorStoreMax));
        Append(list, "NFileDescriptorStore", Number(snapshot.StoredFiles));
        Append(list, "StatusText", snapshot.StatusText);
        Append(list, "Result", result);
        Append(list, "ReloadResult", snapshot.ReloadResult);
        Append(list, "NRestarts", Number(snapshot.Restarts));
        Append(list, "ExecMainCode", snapshot.ExitCode is not null ? "1" : snapshot.ExitSignal is not null ? "2" : "0");
        Append(list, "ExecMainStatus", Number(snapshot.ExitCode ?? snapshot.ExitSignal ?? 0));
        Append(list, "ExecMainPID", Number(snapshot.MainPid));
        AddCommands(list, "ExecStartPre", service.Commands.StartPre);
        AddCommands(list, "ExecStart", service.Commands.Start);
        AddCommands(list, "ExecReload", service.Commands.Reload);
        AddCommands(list, "ExecStop", service.Commands.Stop);
        Append(list, "User", service.Exec.User ?? "");
        Append(list, "Group", service.Exec.Group ?? "");
        Append(list, "WorkingDirectory", service.Exec.WorkingDirectory?.Path ?? "");
        Append(list, "Environment", string.Join(' ', service.Exec.Environment.Select(variable => $"{variable.Key}={variable.Value}")));
        Append(list, "UMask", "0" + Convert.ToString(service.Exec.UMask, 8).PadLeft(3, '0'));
        Append(list, "KillMode", KillContext.Modes.NameOf(service.Kill.KillMode));
        Append(list, "KillSignal", Number(service.Kill.KillSignal));
        Append(list, "InvocationID", snapshot.InvocationId);
    }

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
            Append(list, name, $"{{ path={command.Path} ; argv[]={string.Join(' ', command.Arguments)} ; ignore_errors={YesNo(command.IgnoresFailure)} ; }}");
        }
    }
}
