namespace Ptracer.Host.Daemon.Guests;

/// <summary>
/// The files of a guest by their guest paths, as a chroot into its rootfs would find them: absolute links and <c>..</c>
/// stay inside. Paths are absolute. What is written is written beside and renamed, so nobody sees half a file.
/// </summary>
internal sealed class GuestFiles(string root)
{
    /// <summary>MAXSYMLINKS of the kernel (linux/namei.h).</summary>
    private const int MaxLinks = 40;

    /// <summary>The host directory that is the guest's root.</summary>
    public string Root => root;

    /// <summary>The host path of a guest path; what is missing at its end is taken as it is.</summary>
    /// <returns>Null: a loop of links, or a file stands where a directory is needed.</returns>
    public string? HostPath(string path, LastName last = LastName.Follow)
    {
        Stack<string> rest = new();
        List<string> at = [];
        Push(rest, path);
        for (int links = 0; rest.TryPop(out string? name);)
        {
            if (name == "..")
            {
                at.RemoveRange(Math.Max(0, at.Count - 1), Math.Min(1, at.Count));
                continue;
            }

            at.Add(name);
            string host = Join(at);
            if ((rest.Count > 0 || last == LastName.Follow) && LinkAt(host) is { } target)
            {
                if (++links > MaxLinks)
                {
                    return null;
                }

                at.RemoveAt(at.Count - 1);
                if (target.StartsWith('/'))
                {
                    at.Clear();
                }

                Push(rest, target);
            }
            else if (rest.Count > 0 && File.Exists(host))
            {
                return null;
            }
        }

        return Join(at);
    }

    /// <summary>A regular file's bytes; null: there is none, or it cannot be read.</summary>
    public byte[]? Read(string path)
    {
        try
        {
            return HostPath(path) is { } host && File.Exists(host) && (File.GetAttributes(host) & FileAttributes.Device) == 0
                ? File.ReadAllBytes(host)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The names in a directory; none if there is none or it cannot be read.</summary>
    public IReadOnlyList<string> List(string path)
    {
        try
        {
            return HostPath(path) is { } host && Directory.Exists(host)
                ? [.. Directory.EnumerateFileSystemEntries(host).Select(entry => Path.GetFileName(entry))]
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A link's text; null: it is none.</summary>
    public string? ReadLink(string path) => HostPath(path, LastName.Keep) is { } host ? LinkAt(host) : null;

    /// <summary>Writes a file whole.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string host = Place(path);
        string beside = Path.Combine(Path.GetDirectoryName(host)!, $".{Path.GetFileName(host)}.ptracer-{Environment.ProcessId}");
        File.WriteAllBytes(beside, bytes);
        File.Move(beside, host, overwrite: true);
    }

    /// <summary>Makes a link, with the directories above it; one that is there is replaced.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public void Link(string path, string target)
    {
        string host = Place(path);
        File.Delete(host);
        File.CreateSymbolicLink(host, target);
    }

    /// <summary>Removes a file or link; nothing happens if there is none.</summary>
    public void Delete(string path)
    {
        if (HostPath(path, LastName.Keep) is { } host)
        {
            File.Delete(host);
        }
    }

    /// <summary>Makes a directory and those above it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="mode">Its own mode, also if it was there; the others get 0755.</param>
    /// <exception cref="IOException">A file is in the way, or it is not allowed.</exception>
    public void MakeDirectory(string path, UnixFileMode? mode = null)
    {
        string host = HostPath(path) ?? throw new IOException($"{path}: a file or a loop of links is in the way; remove it");
        Directory.CreateDirectory(host);
        if (mode is { } bits)
        {
            File.SetUnixFileMode(host, bits);
        }
    }

    /// <summary>Removes a directory with all that is in it.</summary>
    public void RemoveTree(string path)
    {
        if (HostPath(path, LastName.Keep) is { } host && LinkAt(host) is null && Directory.Exists(host))
        {
            Directory.Delete(host, recursive: true);
        }
    }

    /// <summary>The kind of what is at a guest path, links followed.</summary>
    public FileKind KindOf(string path)
    {
        string? host = HostPath(path);
        return host is null || !Path.Exists(host) ? FileKind.Missing
            : Directory.Exists(host) ? FileKind.Directory
            : (File.GetAttributes(host) & FileAttributes.Device) != 0 ? FileKind.Other
            : FileKind.File;
    }

    private static string? LinkAt(string host) => new FileInfo(host).LinkTarget;

    private static void Push(Stack<string> rest, string path)
    {
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in Enumerable.Reverse(names))
        {
            if (name != ".")
            {
                rest.Push(name);
            }
        }
    }

    private string Join(List<string> names) => names.Count == 0 ? root : $"{root}/{string.Join('/', names)}";

    private string Place(string path)
    {
        string host = HostPath(path, LastName.Keep) ??
            throw new IOException($"{path}: a file or a loop of links is in the way; remove it");
        Directory.CreateDirectory(Path.GetDirectoryName(host)!);
        return host;
    }
}

/// <summary>What happens to a link at a path's end.</summary>
internal enum LastName
{
    /// <summary>It is followed.</summary>
    Follow,

    /// <summary>It is meant itself.</summary>
    Keep,
}

/// <summary>Kinds of files.</summary>
internal enum FileKind
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A device, socket or FIFO.</summary>
    Other,
}
