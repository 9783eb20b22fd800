using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Features.StandIns;

/// <summary>
/// The times of the directory of a name: link(2) changes those of the new name's directory alone, but the first name of a file
/// becomes a stand-in too.
/// </summary>
internal readonly unsafe ref struct ParentTimes
{
    private readonly ReadOnlySpan<byte> _directory;
    private readonly Stat.timespec _accessed;
    private readonly Stat.timespec _modified;

    /// <param name="entry">The name's host path, with its NUL.</param>
    /// <param name="room">Room for the directory's, PATH_MAX bytes.</param>
    public ParentTimes(ReadOnlySpan<byte> entry, Span<byte> room)
    {
        Stat.stat status;
        ReadOnlySpan<byte> directory = HostFiles.ParentOf(entry, room);
        fixed (byte* path = directory)
        {
            if (Stat.newfstatat(Fcntl.AT_FDCWD, path, &status, 0) == 0)
            {
                _directory = directory;
                (_accessed.tv_sec, _accessed.tv_nsec) = (status.st_atime, status.st_atime_nsec);
                (_modified.tv_sec, _modified.tv_nsec) = (status.st_mtime, status.st_mtime_nsec);
            }
        }
    }

    /// <summary>Gives them back, where the directory is the user's own.</summary>
    public void Restore()
    {
        if (_directory.IsEmpty)
        {
            return;
        }

        Stat.timespec* times = stackalloc Stat.timespec[2];
        (times[0], times[1]) = (_accessed, _modified);
        fixed (byte* path = _directory)
        {
            _ = Stat.utimensat(Fcntl.AT_FDCWD, path, times, 0);
        }
    }
}
