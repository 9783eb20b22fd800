namespace Ptracer.Host.Cli;

/// <summary>The process's own place: environment, working directory, file system.</summary>
internal sealed class HostView : IHostView
{
    /// <inheritdoc/>
    public string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <inheritdoc/>
    public string Absolute(string path)
    {
        if (path.StartsWith('/'))
        {
            return path;
        }

        try
        {
            return Environment.CurrentDirectory.TrimEnd('/') + "/" + path;
        }
        catch (IOException)
        {
            throw new PtracerException($"{path}: the working directory is gone; give an absolute path");
        }
    }

    // File.Exists says yes to a link that leads nowhere.
    /// <inheritdoc/>
    public bool Exists(string path)
    {
        try
        {
            return Directory.Exists(path) || (File.Exists(path) && LeadsToAFile(new FileInfo(path)));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool LeadsToAFile(FileInfo file) =>
        file.LinkTarget is null || file.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true };
}
