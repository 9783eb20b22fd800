using System.IO;
using Ptracer.Linux;

namespace Ptracer;

/// <summary>
/// An empty place of the session's own, made only if a mount point needs directories that the rootfs lacks: they are
/// shown from there. Gone with the session; what a killed one left is swept away by the next.
/// </summary>
internal sealed class GlueDirectory : IDisposable
{
    private const string Prefix = "ptracer-glue-";

    private const uint Shown = 0x1ed; // 0755

    private string? _path;
    private int _count;

    /// <summary>Makes an empty directory: its host path.</summary>
    public string Make()
    {
        _path ??= MakeRoot();
        string path = Path.Combine(_path, (_count++).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.CreateDirectory(path);
        Chmod(path); // whatever the umask is, and without what the place hands down
        return path;
    }

    public void Dispose()
    {
        if (_path is not null)
        {
            Directory.Delete(_path, recursive: true);
        }
    }

    private static unsafe void Chmod(string path)
    {
        fixed (byte* bytes = HostText.WithNul(path))
        {
            Stat.fchmodat(Fcntl.AT_FDCWD, bytes, Shown);
        }
    }

    private static string MakeRoot()
    {
        foreach (string place in AndroidPackage.TemporaryDirectories)
        {
            try
            {
                if (Directory.Exists(place))
                {
                    Sweep(place);
                    return Directory.CreateDirectory(Path.GetFullPath(Path.Combine(place, Prefix + Environment.ProcessId))).FullName;
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // not here: the next place may be writable
            }
        }

        throw new PtracerException("temporary directory: none is writable, and a mount point needs one; set TMPDIR, or make the mount point in the rootfs");
    }

    private static void Sweep(string place)
    {
        foreach (string stale in Directory.EnumerateDirectories(place, Prefix + "*"))
        {
            bool isDead = int.TryParse(Path.GetFileName(stale).AsSpan(Prefix.Length), out int pid) &&
                Unistd.kill(pid, 0) == -(long)Errno.ESRCH;
            if (isDead)
            {
                Directory.Delete(stale, recursive: true);
            }
        }
    }
}
