using System.Text;

namespace Ptracer.Units.Tests;

/// <summary>Files in memory; a content that begins with <c>-> </c> is a symbolic link.</summary>
internal sealed class MemoryUnitFiles : IUnitFiles
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public byte[] this[string path]
    {
        set => _files[path] = value;
    }

    public MemoryUnitFiles Add(string path, string content)
    {
        _files[path] = Encoding.UTF8.GetBytes(content);
        return this;
    }

    public MemoryUnitFiles Service(string name, string content) => Add("/lib/systemd/system/" + name, content);

    public byte[]? Read(string path) => Follow(path) is { } real && _files.TryGetValue(real, out byte[]? content) ? content : null;

    public IReadOnlyList<string> List(string directory)
    {
        string prefix = directory + "/";
        return [.. _files.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(path => path[prefix.Length..].Split('/')[0]).Distinct()];
    }

    public string? ReadLink(string path) =>
        _files.TryGetValue(path, out byte[]? content) && content.AsSpan().StartsWith("-> "u8) ? Encoding.UTF8.GetString(content, 3, content.Length - 3) : null;

    public UnitFileKind KindOf(string path)
    {
        string? real = Follow(path);
        return real is null ? UnitFileKind.None
            : _files.ContainsKey(real) ? UnitFileKind.File
            : List(real).Count > 0 ? UnitFileKind.Directory : UnitFileKind.None;
    }

    public bool IsExecutable(string path) => KindOf(path) == UnitFileKind.File;

    private string? Follow(string path)
    {
        for (int count = 0; count < 40; count++)
        {
            if (ReadLink(path) is not { } target)
            {
                return path;
            }

            path = UnitPath.Resolve(UnitPath.DirectoryOf(path), target);
        }

        return null;
    }
}
