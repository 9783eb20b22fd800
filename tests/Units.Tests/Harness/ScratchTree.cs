namespace Ptracer.Units.Tests;

/// <summary>A copy of the sample packages' unit files, which may be changed.</summary>
internal sealed class ScratchTree : IDisposable
{
    private readonly ScratchDirectory _directory = new();

    public ScratchTree()
    {
        Tool.Run("cp", ["-a", .. Directory.GetDirectories(Samples.Root), Path]);
        Directory.CreateDirectory($"{Path}/etc/systemd/system");
    }

    public string Path => _directory.Path;

    public void Write(string relative, string content) => _directory.Write(relative, content);

    public void Link(string relative, string target) => _directory.Link(relative, target);

    public UnitFiles UnitFiles() => new(new CachingUnitFiles(new DirectoryUnitFiles(Path)), SpecifierContext.Default, UnitDirectories.System);

    public UnitInstaller Installer() => new(UnitFiles());

    /// <summary>Guest paths and targets.</summary>
    public SortedDictionary<string, string> LinksBelow(string relative)
    {
        SortedDictionary<string, string> links = new(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFileSystemEntries($"{Path}/{relative}", "*", SearchOption.AllDirectories))
        {
            if (new FileInfo(path).LinkTarget is { } target)
            {
                links[path[Path.Length..]] = target;
            }
        }

        return links;
    }

    public void Dispose() => _directory.Dispose();
}
