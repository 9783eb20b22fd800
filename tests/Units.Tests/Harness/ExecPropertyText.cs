using System.Globalization;

namespace Ptracer.Units.Tests;

/// <summary>Properties of systemd.exec(5) and systemd.kill(5) in the words of a dump of systemd's.</summary>
internal static class ExecPropertyText
{
    public static IEnumerable<(string Key, IReadOnlyList<string> Values)> Of(ExecContext exec, KillContext kill)
    {
        yield return ("KillMode", [KillContext.Modes.NameOf(kill.KillMode)]);
        yield return ("KillSignal", [SignalNames.NameOf(kill.KillSignal)]);
        yield return ("RestartKillSignal", [SignalNames.NameOf(kill.RestartKillSignal)]);
        yield return ("FinalKillSignal", [SignalNames.NameOf(kill.FinalKillSignal)]);
        yield return ("SendSIGKILL", [Flag(kill.SendSIGKILL)]);
        yield return ("SendSIGHUP", [Flag(kill.SendSIGHUP)]);
        yield return ("User", Optional(exec.User));
        yield return ("Group", Optional(exec.Group));
        yield return ("SupplementaryGroups", exec.SupplementaryGroups.Count == 0 ? [] : [string.Join(' ', exec.SupplementaryGroups)]);
        yield return ("DynamicUser", [Flag(exec.DynamicUser)]);
        yield return ("UMask", [Mode(exec.UMask)]);
        yield return ("WorkingDirectory", [exec.WorkingDirectory is null ? "/" : exec.WorkingDirectory.Path ?? "/"]);
        yield return ("RootDirectory", [exec.RootDirectory ?? "/"]);
        yield return ("IgnoreSIGPIPE", [Flag(exec.IgnoreSIGPIPE)]);
        yield return ("Environment", [.. exec.Environment.Select(variable => $"{variable.Key}={variable.Value}")]);
        yield return ("EnvironmentFile", [.. exec.EnvironmentFiles.Select(file => (file.IsOptional ? "-" : "") + file.Path)]);
        yield return ("PassEnvironment", exec.PassEnvironment);
        yield return ("UnsetEnvironment", exec.UnsetEnvironment);
        yield return ("StandardInput", [InputText(exec.StandardInput)]);
        yield return ("StandardOutput", [OutputText(exec.StandardOutput)]);
        yield return ("StandardError", [OutputText(exec.StandardError)]);
        yield return ("Nice", Optional(exec.Nice?.ToString(CultureInfo.InvariantCulture)));
        yield return ("RuntimeDirectoryPreserve", [exec.RuntimeDirectoryPreserve switch
        {
            RuntimeDirectoryPreserve.Yes => "yes",
            RuntimeDirectoryPreserve.No => "no",
            _ => "restart",
        }
        ]);
        foreach (ServiceDirectories directories in exec.Directories)
        {
            yield return ($"{directories.Kind}DirectoryMode", [Mode(directories.Mode)]);
            yield return ($"{directories.Kind}Directory", [.. directories.Directories.Select(directory => directory.Path)]);
        }

        foreach (ResourceLimit limit in exec.Limits)
        {
            yield return ($"Limit{limit.Kind}", [LimitText(limit.Hard)]);
            yield return ($"Limit{limit.Kind}Soft", [LimitText(limit.Soft)]);
        }

        yield return ("PAMName", Optional(exec.PAMName));
        yield return ("TTYPath", Optional(exec.Terminal.Path));
        if (exec.StandardOutput.Kind is StandardStreamKind.Journal or StandardStreamKind.JournalAndConsole)
        {
            yield return ("SyslogFacility", [SyslogSettings.FacilityNames[exec.Syslog.Facility]]);
            yield return ("SyslogLevel", [SyslogSettings.LevelNames[exec.Syslog.Level]]);
        }
    }

    private static string InputText(StandardStream stream) => stream.Kind switch
    {
        StandardStreamKind.NamedDescriptor => "fd",
        StandardStreamKind.File => "file",
        _ => stream.ToString(),
    };

    private static string OutputText(StandardStream stream) => stream.Kind switch
    {
        StandardStreamKind.NamedDescriptor => "fd",
        StandardStreamKind.File => "file",
        StandardStreamKind.Append => "append",
        StandardStreamKind.Truncate => "truncate",
        _ => stream.ToString(),
    };

    private static string LimitText(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Flag(bool value) => value ? "yes" : "no";

    private static string Mode(uint mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static IReadOnlyList<string> Optional(string? value) => value is null ? [] : [value];
}
