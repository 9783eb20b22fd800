namespace Ptracer.Units.Tests;

/// <summary>A directory as a guest's root: symbolic links mean what they would mean after chroot.</summary>
internal sealed class DirectoryUnitFiles(string root) : IUnitFiles
{
    private const int MaxLinks = 40;

    public byte[]? Read(string path)
    {
        string? host = Resolve(path, true);
        return host is not null && File.Exists(host) ? File.ReadAllBytes(host) : null;
    }

    public IReadOnlyList<string> List(string directory)
    {
        string? host = Resolve(directory, true);
        return host is null || !Directory.Exists(host) ? [] : [.. Directory.EnumerateFileSystemEntries(host).Select(path => UnitPath.NameOf(path))];
    }

    public string? ReadLink(string path) => Resolve(path, false) is { } host ? new FileInfo(host).LinkTarget : null;

    public UnitFileKind KindOf(string path)
    {
        string? host = Resolve(path, true);
        return host is null ? UnitFileKind.None
            : Directory.Exists(host) ? UnitFileKind.Directory
            : !File.Exists(host) ? UnitFileKind.None
            : File.GetAttributes(host).HasFlag(FileAttributes.Device) ? UnitFileKind.Other : UnitFileKind.File;
    }

    public bool IsExecutable(string path) =>
        KindOf(path) == UnitFileKind.File && Tool.Run("stat", ["-c", "%A", Resolve(path, true)!]).Output[3] is 'x' or 's';

    private string? Resolve(string path, bool followLast)
    {
        List<string> todo = [.. Enumerable.Reverse(path.Split('/', StringSplitOptions.RemoveEmptyEntries))];
        List<string> done = [];
        for (int links = 0; todo.Count > 0;)
        {
            string part = todo[^1];
            todo.RemoveAt(todo.Count - 1);
            if (part is "." or "..")
            {
                done = part == "." || done.Count == 0 ? done : done[..^1];
                continue;
            }

            done.Add(part);
            string? target = todo.Count > 0 || followLast ? new FileInfo(Host(done)).LinkTarget : null;
            if (target is null)
            {
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            done = target.StartsWith('/') ? [] : done[..^1];
            todo.AddRange(Enumerable.Reverse(target.Split('/', StringSplitOptions.RemoveEmptyEntries)));
        }

        return Host(done);
    }

    private string Host(IEnumerable<string> parts) => root.TrimEnd('/') + "/" + string.Join('/', parts);
}
