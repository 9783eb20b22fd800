using Ptracer.Host.Daemon.Guests;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>Evaluates Condition…= and Assert…= in a guest: systemd.unit(5), "CONDITIONS AND ASSERTS".</summary>
internal sealed class ConditionCheck(GuestFiles files)
{
    /// <summary>Whether a list holds: all that do not trigger, and one of those that do, if there are any.</summary>
    public bool Holds(IReadOnlyList<Condition> conditions)
    {
        bool anyTrigger = false;
        bool triggered = false;
        foreach (Condition condition in conditions)
        {
            bool holds = Test(condition) != condition.Negate;
            if (!condition.Trigger && !holds)
            {
                return false;
            }

            anyTrigger |= condition.Trigger;
            triggered |= condition.Trigger && holds;
        }

        return !anyTrigger || triggered;
    }

    private bool Test(Condition condition) => condition.Kind switch
    {
        "PathExists" => files.KindOf(condition.Parameter) != FileKind.Missing,
        "PathExistsGlob" => GuestGlob.Matches(files, condition.Parameter).Any(),
        "PathIsDirectory" => files.KindOf(condition.Parameter) == FileKind.Directory,
        "PathIsSymbolicLink" => files.ReadLink(condition.Parameter) is not null,
        "PathIsReadWrite" => files.KindOf(condition.Parameter) != FileKind.Missing,
        "PathIsMountPoint" => condition.Parameter is "/" or "/proc" or "/sys" or "/dev",
        "DirectoryNotEmpty" => files.List(condition.Parameter).Count > 0,
        "FileNotEmpty" => files.Read(condition.Parameter) is { Length: > 0 },
        "FileIsExecutable" => IsExecutable(condition.Parameter),
        "Virtualization" => condition.Parameter is "yes" or "true" or "1" or "container" or "proot",
        "Architecture" => condition.Parameter is "x86-64" or "native",
        "FirstBoot" => condition.Parameter is "no" or "false" or "0",
        "ACPower" => condition.Parameter is "yes" or "true" or "1",
        "User" => condition.Parameter is "root" or "0" or "@system",
        "Group" => condition.Parameter is "root" or "0" or "@system",
        "Capability" or "Security" or "KernelCommandLine" or "ControlGroupController" or "NeedsUpdate" or "Firmware" or
            "Memory" or "CPUs" or "CPUFeature" or "Credential" or "OSRelease" or "PathIsEncrypted" => TestOther(condition),
        "KernelVersion" or "Environment" or "Host" => TestOther(condition),
        _ => true, // pressure is not measured, and systemd takes it for met then
    };

    // What is decided here without a test, SettingSupport names: ptracer service verify shows it.
    private static bool TestOther(Condition condition) => condition.Kind switch
    {
        // A guest believes to be root with all capabilities; machine-wide facilities are not its own.
        "Capability" => true,
        "CPUs" => Compare(Environment.ProcessorCount, condition.Parameter),
        "KernelVersion" => CompareVersion(condition.Parameter),
        "Environment" => HasVariable(condition.Parameter),
        "Host" => string.Equals(condition.Parameter, Environment.MachineName, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static bool HasVariable(string text)
    {
        string[] parts = text.Split('=', 2);
        string? value = Environment.GetEnvironmentVariable(parts[0]);
        return value is not null && (parts.Length == 1 || value == parts[1]);
    }

    private bool IsExecutable(string path) =>
        files.KindOf(path) == FileKind.File && files.HostPath(path) is { } host &&
        (File.GetUnixFileMode(host) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static bool Compare(long value, string text)
    {
        string number = text.TrimStart('<', '>', '=', '!', ' ');
        string comparison = text[..^number.Length].Trim();
        return long.TryParse(number, out long other) && comparison switch
        {
            "<" => value < other,
            "<=" => value <= other,
            ">" => value > other,
            "=" => value == other,
            "!=" => value != other,
            _ => value >= other,
        };
    }

    private static bool CompareVersion(string text)
    {
        string number = text.TrimStart('<', '>', '=', '!', ' ');
        string comparison = text[..^number.Length].Trim();
        int order = Version.TryParse(number.Split('-')[0], out Version? other) ? Environment.OSVersion.Version.CompareTo(other) : 0;
        return comparison switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            "!=" => order != 0,
            _ => order == 0,
        };
    }
}
