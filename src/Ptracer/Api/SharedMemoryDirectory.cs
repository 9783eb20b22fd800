using System.IO;
using System.Text;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer;

/// <summary>
/// A directory for shm_open(3) and sem_open(3) where the guest's /dev is the host's, and the host has no /dev/shm, as Android:
/// one for each rootfs and user, for all its sessions, among the temporary files.
/// </summary>
internal static unsafe class SharedMemoryDirectory
{
    private const uint Mode = 0x3ff; // 1777
    private static ReadOnlySpan<byte> Devices => "/dev"u8;
    private static ReadOnlySpan<byte> Point => "/dev/shm"u8;

    /// <summary>Shows it, if the guest would have none.</summary>
    public static void Show(BindingTable mounts)
    {
        if (mounts.FindMountPoint(Devices) is not { } devices || mounts.FindMountPoint(Point) is not null)
        {
            return;
        }

        PathBuffer path = new(2 * Resolution.PathMax);
        bool isMissing = path.Set(devices.HostPath) && path.AppendComponent("shm"u8) &&
            HostFiles.TypeOf(path.WithNul, out _) == Errno.ENOENT;
        if (isMissing && Find(mounts.Root) is { } directory)
        {
            mounts.Add(MountBuilder.Open(directory, "shared memory", Point.ToArray(), MountAccess.ReadWrite));
        }
    }

    /// <summary>The directory; null where no temporary directory takes it, and shm_open(3) will say so.</summary>
    private static string? Find(Mount root)
    {
        Stat.stat status;
        if (Stat.fstat(root.Descriptor, &status) != 0)
        {
            return null;
        }

        foreach (string place in AndroidPackage.TemporaryDirectories)
        {
            string path = Path.GetFullPath(Path.Combine(place, $"ptracer-shm-{Unistd.geteuid()}-{status.st_dev:x}-{status.st_ino:x}"));
            if (IsOwn(Encoding.UTF8.GetBytes(path + "\0")))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Makes it, or finds it: not what somebody else has put there.</summary>
    private static bool IsOwn(byte[] path)
    {
        fixed (byte* p = path)
        {
            if (Stat.mkdirat(Fcntl.AT_FDCWD, p, Mode) == 0)
            {
                return Stat.fchmodat(Fcntl.AT_FDCWD, p, Mode) == 0; // whatever the umask is
            }

            Stat.stat status;
            return Stat.newfstatat(Fcntl.AT_FDCWD, p, &status, Fcntl.AT_SYMLINK_NOFOLLOW) == 0 &&
                (status.st_mode & Stat.S_IFMT) == Stat.S_IFDIR && status.st_uid == Unistd.geteuid();
        }
    }
}
