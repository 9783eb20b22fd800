namespace Ptracer.Units;

/// <summary>
/// What specifiers mean that do not come from the unit: the caller knows the guest. Null where it cannot be told; a
/// setting that needs it is then ignored with a warning, as systemd does.
/// </summary>
internal sealed record SpecifierContext
{
    /// <summary>Everything at what a system manager on a host without a name would say.</summary>
    public static readonly SpecifierContext Default = new();

    /// <summary><c>%u</c>: who runs the service manager.</summary>
    public string? UserName { get; init; } = "root";

    /// <summary><c>%U</c>.</summary>
    public string? UserId { get; init; } = "0";

    /// <summary><c>%g</c>.</summary>
    public string? GroupName { get; init; } = "root";

    /// <summary><c>%G</c>.</summary>
    public string? GroupId { get; init; } = "0";

    /// <summary><c>%h</c>.</summary>
    public string? HomeDirectory { get; init; } = "/root";

    /// <summary><c>%s</c>.</summary>
    public string? Shell { get; init; } = "/bin/sh";

    /// <summary><c>%t</c>.</summary>
    public string? RuntimeDirectory { get; init; } = "/run";

    /// <summary><c>%S</c>.</summary>
    public string? StateDirectory { get; init; } = "/var/lib";

    /// <summary><c>%C</c>.</summary>
    public string? CacheDirectory { get; init; } = "/var/cache";

    /// <summary><c>%L</c>.</summary>
    public string? LogsDirectory { get; init; } = "/var/log";

    /// <summary><c>%E</c>.</summary>
    public string? ConfigurationDirectory { get; init; } = "/etc";

    /// <summary><c>%T</c>.</summary>
    public string? TemporaryDirectory { get; init; } = "/tmp";

    /// <summary><c>%V</c>.</summary>
    public string? PersistentTemporaryDirectory { get; init; } = "/var/tmp";

    /// <summary><c>%H</c>; <c>%l</c> is its part before the first dot.</summary>
    public string? HostName { get; init; } = "localhost";

    /// <summary><c>%q</c>; the short host name when not set.</summary>
    public string? PrettyHostName { get; init; }

    /// <summary><c>%m</c>, 32 hexadecimal digits.</summary>
    public string? MachineId { get; init; }

    /// <summary><c>%b</c>, 32 hexadecimal digits.</summary>
    public string? BootId { get; init; }

    /// <summary><c>%v</c>, as uname(1) has it.</summary>
    public string? KernelRelease { get; init; }

    /// <summary><c>%a</c>: <c>x86-64</c>, <c>x86</c>, <c>arm64</c>, <c>arm</c>.</summary>
    public string? Architecture { get; init; } = "x86-64";

    /// <summary>What os-release(5) says, for <c>%o %w %W %B %M %A</c>; a field that is not there is empty.</summary>
    public IReadOnlyDictionary<string, string> OsRelease { get; init; } = new Dictionary<string, string>();
}
