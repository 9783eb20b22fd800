using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Features.StandIns;

/// <summary>The store of a mount, held by this session alone (flock(2)).</summary>
internal readonly unsafe ref struct StoreLock : IDisposable
{
    private readonly int _descriptor;

    /// <param name="root">The root of the mount, on the host.</param>
    public StoreLock(ReadOnlySpan<byte> root)
    {
        Span<byte> path = stackalloc byte[Resolution.PathMax];
        fixed (byte* p = Path(path, root, StandIn.Directory))
        {
            _descriptor = (int)Fcntl.openat(Fcntl.AT_FDCWD, p, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC);
        }

        if (_descriptor >= 0)
        {
            while (SysFile.flock(_descriptor, SysFile.LOCK_EX) == -(long)Errno.EINTR)
            {
            }
        }
    }

    public void Dispose()
    {
        if (_descriptor >= 0)
        {
            Unistd.close(_descriptor);
        }
    }

    /// <summary>Makes the store's directory where it is missing: false if the place does not allow it.</summary>
    public static bool MakeDirectory(Mount mount)
    {
        Span<byte> path = stackalloc byte[Resolution.PathMax];
        int top = StandIn.TopName.Length + 1;
        fixed (byte* p = Path(path, mount.HostPath, StandIn.Directory[..top]))
        {
            _ = Stat.mkdirat(Fcntl.AT_FDCWD, p, 0x1ed); // 0755
            Path(path, mount.HostPath, StandIn.Directory);
            return Raw.ErrnoOf(Stat.mkdirat(Fcntl.AT_FDCWD, p, 0x1ed)) is Errno.None or Errno.EEXIST;
        }
    }

    private static Span<byte> Path(Span<byte> room, ReadOnlySpan<byte> root, ReadOnlySpan<byte> rest)
    {
        root.CopyTo(room);
        rest.CopyTo(room[root.Length..]);
        room[root.Length + rest.Length] = 0;
        return room;
    }
}
