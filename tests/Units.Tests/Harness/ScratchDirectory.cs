namespace Ptracer.Units.Tests;

/// <summary>A directory that any user may read, and that is gone after the test.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public ScratchDirectory()
    {
        Path = Directory.CreateTempSubdirectory("ptracer-units-").FullName;
        Tool.Run("chmod", ["755", Path]);
    }

    public string Path { get; }

    public string Write(string relative, string content)
    {
        string path = $"{Path}/{relative}";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Link(string relative, string target)
    {
        string path = $"{Path}/{relative}";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
    }

    public void Dispose() => Directory.Delete(Path, true);
}
