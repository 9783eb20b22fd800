using System.Globalization;
using Ptracer.Linux;

namespace Ptracer.Packer.Storage;

/// <summary>Who holds a lock, as /proc/locks tells it.</summary>
internal static class LockHolders
{
    private const int SIGKILL = 9;
    private const int IdField = 4; // "1: FLOCK ADVISORY READ pid major:minor:inode start end"
    private const int FileField = 5;

    /// <summary>Kills each process that holds a lock on a file, this one excepted.</summary>
    /// <param name="directory">Where the file is.</param>
    /// <param name="name">The file.</param>
    /// <returns>How many there were.</returns>
    public static int Kill(StorageDirectory directory, string name)
    {
        if (directory.IdentityOf(name) is not { } file)
        {
            return 0;
        }

        int count = 0;
        foreach (int holder in Of(file.Inode))
        {
            count++;
            _ = Unistd.kill(holder, SIGKILL); // one that has ended meanwhile is none
        }

        return count;
    }

    // The device is not compared: btrfs and overlayfs tell stat(2) another one than /proc/locks.
    private static IEnumerable<int> Of(ulong inode)
    {
        string suffix = ":" + inode.ToString(CultureInfo.InvariantCulture);
        foreach (string line in Read())
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > FileField && fields[1] == "FLOCK" && fields[FileField].EndsWith(suffix, StringComparison.Ordinal) &&
                int.TryParse(fields[IdField], NumberStyles.None, CultureInfo.InvariantCulture, out int id) &&
                id > 1 && id != Unistd.getpid() && IsPtracer(id))
            {
                yield return id;
            }
        }
    }

    // An inode of another file system may have the same number: only programs of our own name are killed.
    private static bool IsPtracer(int id)
    {
        try
        {
            // Both images: ptracer, and ptracer-ID or an anonymous file of that name.
            return Path.GetFileName(File.ResolveLinkTarget($"/proc/{id}/exe", false)?.FullName) is { } program &&
                (program.StartsWith("ptracer", StringComparison.Ordinal)
                    || program.StartsWith("memfd:ptracer", StringComparison.Ordinal)
                    || program.Split(' ')[0] == Path.GetFileName(Environment.ProcessPath));
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string[] Read()
    {
        try
        {
            return File.ReadAllLines("/proc/locks");
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            return []; // Android hides it
        }
    }
}
