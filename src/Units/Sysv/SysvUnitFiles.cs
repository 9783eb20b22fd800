namespace Ptracer.Units;

/// <summary>
/// A guest's files, and the units that its init scripts are where it has none for them, seen in the directory in which
/// systemd-sysv-generator(8) writes them. Read once, when they are first asked for.
/// </summary>
/// <param name="files">The guest's files.</param>
/// <param name="directories">Where units are looked for: a script of a unit that is there is none.</param>
internal sealed class SysvUnitFiles(IUnitFiles files, IReadOnlyList<string> directories) : IUnitFiles
{
    private const string Scripts = SysvRunlevels.Scripts;
    private const string Own = "/run/systemd/generator.late";

    private static readonly string[] s_backups =
    [
        "rpmnew", "rpmsave", "rpmorig", "dpkg-old", "dpkg-new", "dpkg-tmp", "dpkg-dist", "dpkg-bak", "dpkg-backup", "dpkg-remove",
        "ucf-new", "ucf-old", "ucf-dist", "swp", "bak", "old", "new",
    ];

    private static readonly (string Directory, string Target)[] s_runlevels =
    [
        ("/etc/rc1.d", "rescue.target"), ("/etc/rc2.d", "multi-user.target"), ("/etc/rc3.d", "multi-user.target"),
        ("/etc/rc4.d", "multi-user.target"), ("/etc/rc5.d", "graphical.target"),
    ];

    // By path: a file's bytes, or a link's text.
    private Dictionary<string, object>? _made;

    private Dictionary<string, object> Made => _made ??= Make();

    /// <inheritdoc/>
    public byte[]? Read(string path)
    {
        object? made = Find(path);
        return made is string target ? Read(UnitPath.Resolve(UnitPath.DirectoryOf(path), target)) : made as byte[] ?? files.Read(path);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string directory)
    {
        IReadOnlyList<string> names = files.List(directory);
        if (!IsOwn(directory))
        {
            return names;
        }

        string prefix = directory + "/";
        return [.. names.Union(Made.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(path => path[prefix.Length..].Split('/')[0]))];
    }

    /// <inheritdoc/>
    public string? ReadLink(string path) => Find(path) is string target ? target : files.ReadLink(path);

    /// <inheritdoc/>
    public UnitFileKind KindOf(string path) =>
        Find(path) is not null ? UnitFileKind.File
        : IsOwn(path) && List(path).Count > 0 ? UnitFileKind.Directory
        : files.KindOf(path);

    /// <inheritdoc/>
    public bool IsExecutable(string path) => files.IsExecutable(path);

    private static bool IsOwn(string path) =>
        path.StartsWith(Own, StringComparison.Ordinal) && (path.Length == Own.Length || path[Own.Length] == '/');

    private static bool IsHiddenOrBackup(string name) =>
        name.StartsWith('.') || name.EndsWith('~') || name is "lost+found" or "aquota.user" or "aquota.group" ||
        Array.Exists(s_backups, suffix => name.EndsWith("." + suffix, StringComparison.Ordinal));

    private object? Find(string path) => IsOwn(path) ? Made.GetValueOrDefault(path) : null;

    private Dictionary<string, object> Make()
    {
        Dictionary<string, SysvService> services = Services();
        foreach ((string directory, string target) in s_runlevels)
        {
            foreach (string link in files.List(directory))
            {
                if (link[0] == 'S' && SysvRunlevels.IsLink(link) &&
                    services.TryGetValue(SysvFacility.ServiceOf(link[3..]), out SysvService? service))
                {
                    service.StartIn(target, ((link[1] - '0') * 10) + link[2] - '0');
                }
            }
        }

        Dictionary<string, object> made = new(StringComparer.Ordinal);
        foreach (SysvService service in services.Values)
        {
            service.ReadHeader();
            OrderByLinks(service, services.Values);
            foreach (string alias in service.Aliases.Where(alias => !services.ContainsKey(alias)))
            {
                made[$"{Own}/{alias}"] = service.Name;
            }

            foreach (string target in service.WantedBy)
            {
                made[$"{Own}/{target}.wants/{service.Name}"] = "../" + service.Name;
            }
        }

        foreach (SysvService service in services.Values)
        {
            made[$"{Own}/{service.Name}"] = service.Text();
        }

        return made;
    }

    private Dictionary<string, SysvService> Services()
    {
        string[] scripts = [.. files.List(Scripts.TrimEnd('/')).Where(name => !IsHiddenOrBackup(name)).Order(StringComparer.Ordinal)];
        HashSet<string> known = scripts.Length == 0
            ? []
            : [.. directories.Where(directory => directory != Own).SelectMany(files.List)];
        Dictionary<string, SysvService> services = new(StringComparer.Ordinal);
        foreach (string script in scripts)
        {
            string name = SysvFacility.ServiceOf(script);
            string path = Scripts + script;
            if (!known.Contains(name) && UnitName.IsValid(name) && files.IsExecutable(path) && files.Read(path) is { } content)
            {
                services.TryAdd(name, new SysvService(name, path, InitScript.Parse(content)));
            }
        }

        return services;
    }

    /// <summary>Where the headers do not say it, the numbers of the links do.</summary>
    private static void OrderByLinks(SysvService service, IEnumerable<SysvService> all)
    {
        foreach (SysvService other in all)
        {
            if (service.Priority < 0 || other.Priority < 0 || (service.Script.HasLsbHeader && other.Script.HasLsbHeader))
            {
                continue;
            }

            if (other.Priority != service.Priority)
            {
                service.Order(other.Priority < service.Priority ? "After" : "Before", other.Name);
            }
        }
    }
}
