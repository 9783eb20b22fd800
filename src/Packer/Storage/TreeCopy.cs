using System.Text;
using Ptracer.Linux;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Storage;

/// <summary>
/// Copies a directory as <c>cp -a --sparse=auto --reflink=auto</c> does: modes, times, links, hard links within the tree,
/// FIFOs, holes; owners and device nodes where this user may. Blocks are shared where the file system can. Every step is
/// made from an open directory: no link is followed, and nothing outside is touched.
/// </summary>
internal sealed unsafe class TreeCopy
{
    private const int OpenDirectory = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
    private const uint NewDirectoryMode = 0x1c0; // 0700
    private const uint PermissionBits = 0xfff; // 07777
    private const int PathMax = 4096;

    private readonly bool _isRoot = Unistd.geteuid() == 0;
    private readonly Dictionary<(ulong Device, ulong Inode), byte[]> _linked = [];
    private readonly ContentCopy _contents;
    private readonly string _from;
    private readonly int _target;
    private readonly Action<long> _progress;

    private TreeCopy(string from, int target, Action<long> progress)
    {
        (_from, _target, _progress) = (from, target, progress);
        _contents = new ContentCopy(progress);
    }

    /// <summary>Copies it.</summary>
    /// <param name="from">A directory; a link to one is followed.</param>
    /// <param name="to">Where the copy goes: not there yet, in a directory that is.</param>
    /// <param name="progress">Told the bytes copied so far, often; it may throw, which ends the copy.</param>
    /// <exception cref="PtracerException">Something cannot be read or written; what was copied is left for the caller.</exception>
    public static void Copy(string from, string to, Action<long> progress)
    {
        int source, target;
        fixed (byte* f = HostText.WithNul(from))
        fixed (byte* t = HostText.WithNul(to))
        {
            source = (int)StorageFailure.Checked(from, Fcntl.openat(Fcntl.AT_FDCWD, f, OpenDirectory & ~Fcntl.O_NOFOLLOW));
            StorageFailure.Checked(to, Stat.mkdirat(Fcntl.AT_FDCWD, t, NewDirectoryMode));
            target = (int)StorageFailure.Checked(to, Fcntl.openat(Fcntl.AT_FDCWD, t, OpenDirectory));
        }

        try
        {
            new TreeCopy(from, target, progress).CopyDirectory(source, target, []);
        }
        finally
        {
            Unistd.close(source);
            Unistd.close(target);
        }
    }

    private void CopyDirectory(int source, int target, byte[] path)
    {
        Stat.stat status;
        Check(path, Stat.fstat(source, &status));
        foreach (byte[] name in DirectoryNames.Read(source))
        {
            byte[] child = path.Length == 0 ? name : [.. path, (byte)'/', .. name];
            fixed (byte* n = (byte[])[.. name, 0])
            {
                CopyEntry(source, target, n, child);
            }

            _progress(_contents.DoneBytes);
        }

        SetOpen(target, status, path);
    }

    private void CopyEntry(int source, int target, byte* name, byte[] path)
    {
        Stat.stat status;
        Check(path, Stat.newfstatat(source, name, &status, Fcntl.AT_SYMLINK_NOFOLLOW));
        uint type = status.st_mode & Stat.S_IFMT;
        if (type != Stat.S_IFDIR && status.st_nlink > 1 && TryLink(target, name, status, path))
        {
            return;
        }

        switch (type)
        {
            case Stat.S_IFDIR:
                CopyChild(source, target, name, path);
                break;
            case Stat.S_IFREG:
                CopyFile(source, target, name, status, path);
                break;
            case Stat.S_IFLNK:
                CopyLink(source, target, name, path);
                SetNamed(target, name, status, path);
                break;
            case Stat.S_IFSOCK:
                break; // nobody listens there: cp -a makes a dead name of it
            default:
                CopyNode(target, name, status, path);
                break;
        }
    }

    private void CopyChild(int source, int target, byte* name, byte[] path)
    {
        int from = (int)Check(path, Fcntl.openat(source, name, OpenDirectory));
        int to = -1;
        try
        {
            CheckWritten(path, Stat.mkdirat(target, name, NewDirectoryMode));
            to = (int)CheckWritten(path, Fcntl.openat(target, name, OpenDirectory));
            CopyDirectory(from, to, path);
        }
        finally
        {
            Unistd.close(from);
            Close(to);
        }
    }

    private void CopyFile(int source, int target, byte* name, in Stat.stat status, byte[] path)
    {
        const int Create = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        const int NewMode = 0x180; // 0600
        int from = (int)Check(path, Fcntl.openat(source, name, Fcntl.O_RDONLY | Fcntl.O_NOFOLLOW | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC));
        int to = -1;
        try
        {
            to = (int)CheckWritten(path, Fcntl.openat(target, name, Create, NewMode));
            CheckWritten(path, _contents.Copy(from, to, status.st_size, status.st_blocks));
            SetOpen(to, status, path);
        }
        finally
        {
            Unistd.close(from);
            Close(to);
        }
    }

    private void CopyLink(int source, int target, byte* name, byte[] path)
    {
        byte* text = stackalloc byte[PathMax + 1];
        long length = Check(path, Unistd.readlinkat(source, name, text, PathMax));
        text[length] = 0;
        CheckWritten(path, Unistd.symlinkat(text, target, name));
    }

    // A user who is not root may make no device nodes: a guest has those of the host, by a binding.
    private void CopyNode(int target, byte* name, in Stat.stat status, byte[] path)
    {
        long made = Stat.mknodat(target, name, status.st_mode, status.st_rdev);
        bool isDevice = (status.st_mode & Stat.S_IFMT) != Stat.S_IFIFO;
        if (isDevice && Raw.ErrnoOf(made) == Errno.EPERM)
        {
            return;
        }

        CheckWritten(path, made);
        CheckWritten(path, Stat.fchmodat(target, name, status.st_mode & PermissionBits));
        SetNamed(target, name, status, path);
    }

    // Where the file system has no hard links (Android's), each name gets a copy.
    private bool TryLink(int target, byte* name, in Stat.stat status, byte[] path)
    {
        if (_linked.TryAdd((status.st_dev, status.st_ino), path))
        {
            return false;
        }

        fixed (byte* first = (byte[])[.. _linked[(status.st_dev, status.st_ino)], 0])
        {
            return Unistd.linkat(_target, first, target, name, 0) == 0;
        }
    }

    private void SetOpen(int descriptor, in Stat.stat status, byte[] path)
    {
        if (_isRoot)
        {
            _ = Unistd.fchown(descriptor, status.st_uid, status.st_gid); // root of a user namespace may lack the id
        }

        CheckWritten(path, Stat.fchmod(descriptor, status.st_mode & PermissionBits));
        Stat.timespec* times = stackalloc Stat.timespec[2];
        Fill(times, status);
        CheckWritten(path, Stat.utimensat(descriptor, null, times, 0));
    }

    private void SetNamed(int directory, byte* name, in Stat.stat status, byte[] path)
    {
        if (_isRoot)
        {
            _ = Unistd.fchownat(directory, name, status.st_uid, status.st_gid, Fcntl.AT_SYMLINK_NOFOLLOW);
        }

        Stat.timespec* times = stackalloc Stat.timespec[2];
        Fill(times, status);
        CheckWritten(path, Stat.utimensat(directory, name, times, Fcntl.AT_SYMLINK_NOFOLLOW));
    }

    private static void Fill(Stat.timespec* times, in Stat.stat status)
    {
        times[0] = new Stat.timespec { tv_sec = status.st_atime, tv_nsec = status.st_atime_nsec };
        times[1] = new Stat.timespec { tv_sec = status.st_mtime, tv_nsec = status.st_mtime_nsec };
    }

    private static void Close(int descriptor)
    {
        if (descriptor >= 0)
        {
            Unistd.close(descriptor);
        }
    }

    private long Check(byte[] path, long result) => result >= 0 ? result : throw new PtracerException(
        Raw.ErrnoOf(result) == Errno.EACCES
            ? $"{Show(path)}: this user may not read it; chmod u+r it (a directory: u+rx), or copy as the user who may"
            : $"{Show(path)}: cannot be read ({Raw.ErrnoOf(result)}); check the disk and the file system");

    private long CheckWritten(byte[] path, long result) =>
        result >= 0 ? result : throw StorageFailure.Of("copy of " + Show(path), result);

    private string Show(byte[] path) => path.Length == 0 ? _from : _from.TrimEnd('/') + "/" + Encoding.UTF8.GetString(path);
}
