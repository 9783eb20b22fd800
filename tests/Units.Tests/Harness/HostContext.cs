namespace Ptracer.Units.Tests;

/// <summary>What specifiers mean to the systemd that the tests start on this machine.</summary>
internal static class HostContext
{
    public static SpecifierContext Read() => SpecifierContext.Default with
    {
        HostName = Environment.MachineName,
        KernelRelease = File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        BootId = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim().Replace("-", "", StringComparison.Ordinal),
        MachineId = File.Exists("/etc/machine-id") ? File.ReadAllText("/etc/machine-id").Trim() : null,
        OsRelease = EnvironmentFile.Parse("/etc/os-release", File.ReadAllBytes("/etc/os-release")).Variables.ToDictionary(),
    };
}
