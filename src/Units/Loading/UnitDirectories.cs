namespace Ptracer.Units;

/// <summary>Where a system manager looks for units, first come first served.</summary>
internal static class UnitDirectories
{
    /// <summary>What an administrator and <c>systemctl enable</c> write.</summary>
    public const string Configuration = "/etc/systemd/system";

    /// <summary>What <c>systemctl enable --runtime</c> writes.</summary>
    public const string RuntimeConfiguration = "/run/systemd/system";

    /// <summary>The directories of systemd 252, as <c>systemd-analyze unit-paths</c> prints them.</summary>
    public static IReadOnlyList<string> System { get; } =
    [
        "/etc/systemd/system.control", "/run/systemd/system.control", "/run/systemd/transient",
        "/run/systemd/generator.early", Configuration, "/etc/systemd/system.attached", RuntimeConfiguration,
        "/run/systemd/system.attached", "/run/systemd/generator", "/usr/local/lib/systemd/system",
        "/lib/systemd/system", "/usr/lib/systemd/system", "/run/systemd/generator.late",
    ];

    /// <summary>Whether generators write there.</summary>
    public static bool IsGenerated(string directory) => directory.StartsWith("/run/systemd/generator", StringComparison.Ordinal);

    /// <summary>Whether it is lost at a reboot.</summary>
    public static bool IsRuntime(string directory) => directory.StartsWith("/run/", StringComparison.Ordinal);
}
