using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer;

/// <summary>
/// Mount points that the rootfs lacks. A kernel would refuse to mount there; a guest is shown them, and the directories
/// on the way, but nothing is written into the rootfs.
/// </summary>
internal static unsafe class MissingMountPoints
{
    private const byte DT_DIR = 4;
    private const byte DT_REG = 8;

    public static void Show(BindingTable table, GlueDirectory glue)
    {
        int count = table.Count;
        for (int i = 1; i < count; i++)
        {
            byte[] point = table[i].GuestPath.ToArray();
            for (int end = Next(point, 0); end > 0; end = Next(point, end))
            {
                ShowIfMissing(table, glue, point[..end], end == point.Length ? table[i] : null);
            }
        }
    }

    private static int Next(byte[] path, int from)
    {
        int slash = from >= path.Length ? -1 : path.AsSpan(from + 1).IndexOf((byte)'/');
        return from >= path.Length ? 0 : slash < 0 ? path.Length : from + 1 + slash;
    }

    /// <param name="path">A mount point, or a directory on the way to one.</param>
    /// <param name="mount">The mount, if it is its mount point.</param>
    private static void ShowIfMissing(BindingTable table, GlueDirectory glue, byte[] path, Mount? mount)
    {
        int slash = path.AsSpan().LastIndexOf((byte)'/');
        byte[] directory = path[..slash];
        Mount parent = table.Find(directory);
        byte[] host = [.. parent.HostPath, .. directory.AsSpan(parent.GuestPath.Length), .. path.AsSpan(slash), 0];
        if (HostFiles.TypeOf(host, out _) != Errno.ENOENT || (mount is null && table.FindMountPoint(path) is not null))
        {
            return;
        }

        if (mount is null)
        {
            mount = MountBuilder.Open(glue.Make(), "directory", path, MountAccess.ReadOnly, MountType.Glue);
            table.Add(mount);
        }

        foreach (ShownEntry shown in table.Shown)
        {
            if (shown.Directory.SequenceEqual(directory) && shown.Name.SequenceEqual(path.AsSpan(slash + 1)))
            {
                return;
            }
        }

        Stat.stat status = default;
        Stat.fstat(mount.Descriptor, &status);
        table.Shown.Add(new ShownEntry(directory, path[(slash + 1)..], status.st_ino, mount.Type == MountType.File ? DT_REG : DT_DIR));
    }
}
