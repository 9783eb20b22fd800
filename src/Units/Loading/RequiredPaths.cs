namespace Ptracer.Units;

/// <summary>
/// The paths that must be mounted before a unit starts: RequiresMountsFor= and what other settings imply. On a system
/// with mount units each would become a dependency on those on the way to it.
/// </summary>
internal static class RequiredPaths
{
    private const string TimerStamps = "/var/lib/systemd/timers";

    /// <summary>The paths, each once.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="context">Where the directories of RuntimeDirectory= and its like are.</param>
    public static IReadOnlyList<string> Of(Unit unit, SpecifierContext context)
    {
        List<string> paths = [.. unit.Section.RequiresMountsFor];
        if (unit.Service?.Exec is { } exec)
        {
            AddExec(paths, exec, context);
        }
        else if (unit.Socket is { } socket)
        {
            if (socket.HasCommands)
            {
                AddExec(paths, socket.Exec, context);
            }

            paths.AddRange(socket.Listens.Select(listen => listen.Address).Where(UnitPath.IsAbsolute));
        }
        else if (unit.Path is { } path)
        {
            paths.AddRange(path.Watches.Select(watch => watch.Path));
        }
        else if (unit.Timer is { Persistent: true } timer && timer.Values.Any(value => value.Base == TimerBase.Calendar))
        {
            paths.Add(TimerStamps);
        }

        return [.. paths.Distinct(StringComparer.Ordinal)];
    }

    private static void AddExec(List<string> paths, ExecContext exec, SpecifierContext context)
    {
        if (exec.WorkingDirectory is { Path: { } directory, IsOptional: false })
        {
            paths.Add(directory);
        }

        if (exec.RootDirectory is { } root)
        {
            paths.Add(root);
        }

        foreach (ServiceDirectories kind in exec.Directories)
        {
            if (RootOf(kind.Kind, context) is { } prefix)
            {
                paths.AddRange(kind.Directories.Select(entry => $"{prefix}/{entry.Path}"));
            }
        }

        if (exec.PrivateTmp)
        {
            paths.Add("/var/tmp"); // /tmp is a dependency on tmp.mount, so that it can be masked
        }
    }

    private static string? RootOf(ServiceDirectoryKind kind, SpecifierContext context) => kind switch
    {
        ServiceDirectoryKind.Runtime => context.RuntimeDirectory,
        ServiceDirectoryKind.State => context.StateDirectory,
        ServiceDirectoryKind.Cache => context.CacheDirectory,
        ServiceDirectoryKind.Logs => context.LogsDirectory,
        _ => context.ConfigurationDirectory,
    };
}
