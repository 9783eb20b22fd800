using System.Text;
using Ptracer.Linux;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Storage;

/// <summary>
/// An open directory that holds state. What a method has done is on the disk when it returns: a process that is killed
/// afterwards loses nothing, and one that is killed within leaves the former state. Links are not followed.
/// </summary>
internal sealed unsafe class StorageDirectory : IDisposable
{
    private const int OpenFlags = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC;
    private const uint DirectoryMode = 0x1c0; // 0700
    private const int FileMode = 0x180; // 0600
    private const string NewSuffix = ".new";

    private bool _disposed;

    private StorageDirectory(string path, int descriptor) => (Path, Descriptor) = (path, descriptor);

    /// <summary>Its host path, as it was opened.</summary>
    public string Path { get; }

    /// <summary>Open, for as long as this lives.</summary>
    public int Descriptor { get; }

    /// <summary>Opens a directory; links on the way are followed.</summary>
    /// <returns>Null: it is not there.</returns>
    /// <exception cref="PtracerException">It cannot be opened.</exception>
    public static StorageDirectory? TryOpen(string path)
    {
        fixed (byte* p = HostText.WithNul(path))
        {
            long opened = Fcntl.openat(Fcntl.AT_FDCWD, p, OpenFlags);
            return Raw.ErrnoOf(opened) == Errno.ENOENT ? null : new(path, (int)StorageFailure.Checked(path, opened));
        }
    }

    /// <summary>Opens a directory; it and those above it are made, for this user alone, where they are not there.</summary>
    /// <exception cref="PtracerException">It cannot be made.</exception>
    public static StorageDirectory OpenOrMake(string path)
    {
        if (TryOpen(path) is { } there)
        {
            return there;
        }

        int slash = path.TrimEnd('/').LastIndexOf('/');
        using StorageDirectory parent = slash > 0 ? OpenOrMake(path[..slash]) : TryOpen("/")!;
        return parent.OpenOrMakeChild(path.TrimEnd('/')[(slash + 1)..]);
    }

    /// <summary>Whether this user may write in a directory that is there.</summary>
    public static bool IsWritable(string path)
    {
        fixed (byte* p = HostText.WithNul(path.TrimEnd('/') + "/."))
        {
            return Unistd.faccessat(Fcntl.AT_FDCWD, p, Unistd.W_OK | Unistd.X_OK) == 0;
        }
    }

    /// <summary>Opens a directory in this one, or makes it.</summary>
    public StorageDirectory OpenOrMakeChild(string name)
    {
        if (TryMake(name))
        {
            Sync();
        }

        return TryOpenChild(name) ?? throw StorageFailure.Of(PathOf(name), -(long)Errno.ENOENT);
    }

    /// <summary>Opens a directory in this one; null: it is not there, or not a directory.</summary>
    public StorageDirectory? TryOpenChild(string name)
    {
        fixed (byte* p = HostText.WithNul(name))
        {
            long opened = Fcntl.openat(Descriptor, p, OpenFlags | Fcntl.O_NOFOLLOW);
            return Raw.ErrnoOf(opened) is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP
                ? null
                : new(PathOf(name), (int)StorageFailure.Checked(PathOf(name), opened));
        }
    }

    /// <summary>Makes a directory in this one; false: something is there.</summary>
    public bool TryMake(string name)
    {
        fixed (byte* p = HostText.WithNul(name))
        {
            long made = Stat.mkdirat(Descriptor, p, DirectoryMode);
            return Raw.ErrnoOf(made) != Errno.EEXIST && StorageFailure.Checked(PathOf(name), made) == 0;
        }
    }

    /// <summary>Whether something has that name.</summary>
    public bool Has(string name) => IdentityOf(name) is not null;

    /// <summary>Device and inode of what has that name; null: nothing has.</summary>
    public (ulong Device, ulong Inode)? IdentityOf(string name)
    {
        Stat.stat status;
        fixed (byte* p = HostText.WithNul(name))
        {
            return Stat.newfstatat(Descriptor, p, &status, Fcntl.AT_SYMLINK_NOFOLLOW) == 0 ? (status.st_dev, status.st_ino) : null;
        }
    }

    /// <summary>Whether this directory still has that name in another one.</summary>
    public bool IsAt(StorageDirectory parent, string name)
    {
        Stat.stat status;
        return Stat.fstat(Descriptor, &status) == 0 && parent.IdentityOf(name) == (status.st_dev, status.st_ino);
    }

    /// <summary>The names in it, sorted by bytes; those that are not UTF-8 are none of ours and left out.</summary>
    public List<string> Names()
    {
        List<string> names = [];
        fixed (byte* p = "."u8)
        {
            int again = (int)StorageFailure.Checked(Path, Fcntl.openat(Descriptor, p, OpenFlags));
            foreach (byte[] name in DirectoryNames.Read(again))
            {
                string text = Encoding.UTF8.GetString(name);
                if (!text.Contains('\ufffd', StringComparison.Ordinal))
                {
                    names.Add(text);
                }
            }

            Unistd.close(again);
        }

        return names;
    }

    /// <summary>Reads a file whole; null: it is not there.</summary>
    /// <param name="name">A regular file in this directory.</param>
    /// <param name="limitBytes">Larger ones are refused.</param>
    public byte[]? Read(string name, int limitBytes)
    {
        long opened;
        fixed (byte* p = HostText.WithNul(name))
        {
            opened = Fcntl.openat(Descriptor, p, Fcntl.O_RDONLY | Fcntl.O_NOFOLLOW | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC);
        }

        if (Raw.ErrnoOf(opened) == Errno.ENOENT)
        {
            return null;
        }

        int file = (int)StorageFailure.Checked(PathOf(name), opened);
        try
        {
            return ReadAll(file, PathOf(name), limitBytes);
        }
        finally
        {
            Unistd.close(file);
        }
    }

    /// <summary>
    /// Writes a file whole: beside it, and then in its place. One writer at a time: it is for the caller to hold a lock.
    /// </summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        const int Flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_TRUNC | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        fixed (byte* beside = HostText.WithNul(name + NewSuffix))
        fixed (byte* place = HostText.WithNul(name))
        {
            int file = (int)StorageFailure.Checked(PathOf(name), Fcntl.openat(Descriptor, beside, Flags, FileMode));
            try
            {
                WriteAll(file, content, PathOf(name));
                StorageFailure.Checked(PathOf(name), Unistd.fsync(file));
                StorageFailure.Checked(PathOf(name), Stdio.renameat(Descriptor, beside, Descriptor, place));
            }
            catch (PtracerException)
            {
                _ = Unistd.unlinkat(Descriptor, beside, 0);
                throw;
            }
            finally
            {
                Unistd.close(file);
            }
        }

        Sync();
    }

    /// <summary>Gives what has a name another one in this directory; false: something has that one.</summary>
    public bool TryRename(string name, string newName)
    {
        fixed (byte* from = HostText.WithNul(name))
        fixed (byte* to = HostText.WithNul(newName))
        {
            long result = Stdio.renameat2(Descriptor, from, Descriptor, to, Stdio.RENAME_NOREPLACE);
            if (Raw.ErrnoOf(result) is Errno.EINVAL or Errno.ENOSYS)
            {
                // A file system without the flag: what we rename are directories, and none replaces one that is not empty.
                result = Has(newName) ? -(long)Errno.EEXIST : Stdio.renameat(Descriptor, from, Descriptor, to);
            }

            if (Raw.ErrnoOf(result) is Errno.EEXIST or Errno.ENOTEMPTY)
            {
                return false;
            }

            StorageFailure.Checked(PathOf(name), result);
        }

        Sync();
        return true;
    }

    /// <summary>Removes what has a name, with all that it holds. It is no failure if another process does so as well.</summary>
    public void Remove(string name)
    {
        long result = TreeRemoval.Remove(Descriptor, HostText.WithNul(name));
        if (result < 0 && Has(name))
        {
            result = TreeRemoval.Remove(Descriptor, HostText.WithNul(name));
            if (result < 0 && Has(name))
            {
                throw StorageFailure.Of(PathOf(name), result);
            }
        }
    }

    /// <summary>Waits until the names in it are on the disk.</summary>
    public void Sync() => StorageFailure.Checked(Path, IgnoreUnable(Unistd.fsync(Descriptor)));

    /// <summary>Waits until all that its file system holds is on the disk.</summary>
    public void SyncFileSystem() => StorageFailure.Checked(Path, Unistd.syncfs(Descriptor));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Unistd.close(Descriptor);
        }
    }

    /// <summary>The host path of a name in it.</summary>
    public string PathOf(string name) => Path.TrimEnd('/') + "/" + name;

    // Some file systems (FUSE, 9p) have no fsync for directories: nothing better is to be had there.
    private static long IgnoreUnable(long result) => Raw.ErrnoOf(result) == Errno.EINVAL ? 0 : result;

    private static byte[] ReadAll(int file, string path, int limitBytes)
    {
        Stat.stat status;
        StorageFailure.Checked(path, Stat.fstat(file, &status));
        if ((status.st_mode & Stat.S_IFMT) != Stat.S_IFREG || status.st_size > limitBytes)
        {
            throw new PtracerException($"{path}: not a regular file of at most {limitBytes} bytes; remove it");
        }

        byte[] content = new byte[status.st_size];
        int length = 0;
        fixed (byte* p = content)
        {
            while (length < content.Length)
            {
                long count = StorageFailure.Checked(path, Unistd.pread(file, p + length, content.Length - length, length));
                if (count == 0)
                {
                    break;
                }

                length += (int)count;
            }
        }

        return content[..length];
    }

    private static void WriteAll(int file, ReadOnlySpan<byte> content, string path)
    {
        fixed (byte* p = content)
        {
            for (int done = 0; done < content.Length;)
            {
                done += (int)StorageFailure.Checked(path, Unistd.write(file, p + done, content.Length - done));
            }
        }
    }
}
