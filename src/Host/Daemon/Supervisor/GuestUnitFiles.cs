using System.Text;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// A guest's files as its unit reader sees them: its rootfs, and behind it our own units, for guests in which systemd is
/// not installed.
/// </summary>
internal sealed class GuestUnitFiles(GuestFiles files) : IUnitFiles
{
    private const string Own = BuiltInUnits.Directory + "/";

    private static readonly string[] s_directories = [.. UnitDirectories.System, BuiltInUnits.Directory];

    /// <inheritdoc/>
    public byte[]? Read(string path) =>
        path.StartsWith(Own, StringComparison.Ordinal) ? BuiltInUnits.Find(path[Own.Length..]) : files.Read(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string directory) =>
        directory == BuiltInUnits.Directory ? BuiltInUnits.Names : files.List(directory);

    /// <inheritdoc/>
    public string? ReadLink(string path) => path.StartsWith(Own, StringComparison.Ordinal) ? null : files.ReadLink(path);

    /// <inheritdoc/>
    public UnitFileKind KindOf(string path) =>
        path == BuiltInUnits.Directory ? UnitFileKind.Directory
        : path.StartsWith(Own, StringComparison.Ordinal)
            ? BuiltInUnits.Find(path[Own.Length..]) is null ? UnitFileKind.None : UnitFileKind.File
        : files.KindOf(path) switch
        {
            FileKind.Missing => UnitFileKind.None,
            FileKind.File => UnitFileKind.File,
            FileKind.Directory => UnitFileKind.Directory,
            _ => UnitFileKind.Other,
        };

    /// <inheritdoc/>
    public bool IsExecutable(string path) =>
        files.KindOf(path) == FileKind.File && files.HostPath(path) is { } host && (File.GetUnixFileMode(host) & UnixFileMode.UserExecute) != 0;

    /// <summary>Reads the units of a guest anew.</summary>
    /// <param name="files">The guest's files.</param>
    /// <param name="bootId">The id of its boot.</param>
    public static UnitCatalog Catalog(GuestFiles files, string bootId) => new(
        Of(files),
        new SpecifierContext
        {
            HostName = Text(files, "/etc/hostname") is { Length: > 0 } name ? name : Environment.MachineName,
            MachineId = Text(files, "/etc/machine-id") is { Length: 32 } id ? id : null,
            BootId = bootId,
            KernelRelease = Environment.OSVersion.Version.ToString(),
            OsRelease = EnvironmentFile.Parse(
                    "/etc/os-release", files.Read("/etc/os-release") ?? files.Read("/usr/lib/os-release") ?? []).Variables
                .ToDictionary(variable => variable.Key, variable => variable.Value),
        },
        s_directories);

    /// <summary>The files of a guest, with the units of its init scripts.</summary>
    public static IUnitFiles Of(GuestFiles files) => new SysvUnitFiles(new GuestUnitFiles(files), s_directories);

    private static string Text(GuestFiles files, string path) => Encoding.UTF8.GetString(files.Read(path) ?? []).Trim();
}
