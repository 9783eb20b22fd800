namespace Ptracer.Loader.Tests;

/// <summary>A directory of executables that every user may enter; gone afterwards.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ptracer-loader-");

    public ScratchDirectory()
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_directory.FullName, Mode);
    }

    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    public string Write(string name, byte[] content)
    {
        string path = PathOf(name);
        File.Delete(path);
        File.WriteAllBytes(path, content);
        File.SetUnixFileMode(path, File.GetUnixFileMode(_directory.FullName));
        return path;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
