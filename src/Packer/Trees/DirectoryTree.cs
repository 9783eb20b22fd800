using System.Text;
using Ptracer.Linux;

namespace Ptracer.Packer.Trees;

/// <summary>A directory of this machine, seen as a root: a rootfs, or <c>/</c> itself.</summary>
internal sealed unsafe class DirectoryTree : ITree
{
    private readonly int _root;

    /// <summary>Opens it.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="PtracerException">It cannot be opened.</exception>
    public DirectoryTree(string path)
    {
        Name = path;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
        {
            long opened = Fcntl.openat(Fcntl.AT_FDCWD, name, Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC);
            _root = opened >= 0 ? (int)opened : throw new PtracerException(Raw.ErrnoOf(opened) switch
            {
                Errno.ENOENT => $"{path}: no such directory; check the path",
                Errno.ENOTDIR => $"{path}: not a directory; unpack the archive, and give the directory",
                Errno.EACCES => $"{path}: this user may not search it; chmod +x it and the directories above it",
                Errno error => $"{path}: cannot be opened ({error}); give another path",
            });
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool TryGet(TreePath path, out TreeEntry entry)
    {
        Stat.stat status;
        fixed (byte* name = Relative(path))
        {
            bool found = Stat.newfstatat(_root, name, &status, Fcntl.AT_SYMLINK_NOFOLLOW) == 0;
            entry = found ? EntryOf(status) : default;
            return found;
        }
    }

    /// <inheritdoc/>
    public byte[] ReadLink(TreePath path)
    {
        const int PathMax = 4096;
        byte* text = stackalloc byte[PathMax];
        fixed (byte* name = Relative(path))
        {
            long length = Unistd.readlinkat(_root, name, text, PathMax);
            return length >= 0 ? new ReadOnlySpan<byte>(text, (int)length).ToArray() : throw Unreadable(path, length);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> List(TreePath directory)
    {
        long descriptor = OpenAt(directory, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
        if (descriptor < 0)
        {
            bool isNone = Raw.ErrnoOf(descriptor) is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP;
            return isNone ? [] : throw Unreadable(directory, descriptor);
        }

        List<byte[]> names = DirectoryNames.Read((int)descriptor);
        Unistd.close((int)descriptor);
        return names;
    }

    /// <summary>Checks that a directory's names can be read: <see cref="List"/> has none of one that cannot.</summary>
    /// <exception cref="PtracerException">They cannot.</exception>
    public void CheckList(TreePath directory)
    {
        long descriptor = OpenAt(directory, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
        if (descriptor < 0)
        {
            throw Unreadable(directory, descriptor);
        }

        Unistd.close((int)descriptor);
    }

    /// <inheritdoc/>
    public ITreeFile Open(TreePath path)
    {
        long descriptor = OpenAt(path, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK);
        return descriptor >= 0 ? new OpenFile((int)descriptor, path) : throw Unreadable(path, descriptor);
    }

    /// <inheritdoc/>
    public void Dispose() => Unistd.close(_root);

    private static byte[] Relative(TreePath path) => path.IsRoot ? [(byte)'.', 0] : [.. path.Bytes[1..], 0];

    private static TreeEntry EntryOf(in Stat.stat status)
    {
        TreeEntryType type = (status.st_mode & Stat.S_IFMT) switch
        {
            Stat.S_IFDIR => TreeEntryType.Directory,
            Stat.S_IFLNK => TreeEntryType.Link,
            Stat.S_IFCHR => TreeEntryType.CharacterDevice,
            Stat.S_IFBLK => TreeEntryType.BlockDevice,
            Stat.S_IFIFO => TreeEntryType.Fifo,
            Stat.S_IFSOCK => TreeEntryType.Socket,
            _ => TreeEntryType.File,
        };
        bool hasSize = type is TreeEntryType.File or TreeEntryType.Link;
        bool isLinked = type == TreeEntryType.File && status.st_nlink > 1;
        return new TreeEntry(
            type,
            status.st_mode & ~Stat.S_IFMT,
            status.st_uid,
            status.st_gid,
            status.st_mtime,
            (int)status.st_mtime_nsec,
            hasSize ? status.st_size : 0,
            isLinked ? new UInt128(status.st_dev, status.st_ino) : default);
    }

    private long OpenAt(TreePath path, int flags)
    {
        fixed (byte* name = Relative(path))
        {
            return Fcntl.openat(_root, name, flags | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC);
        }
    }

    private PtracerException Unreadable(TreePath path, long result) =>
        new($"{Name}{path}: cannot be read ({Raw.ErrnoOf(result)}); run as a user who may, or leave it out");

    private sealed class OpenFile : IDescriptorFile
    {
        private const long Unknown = -1;

        private readonly TreePath _path;
        private long _size = Unknown;

        public OpenFile(int descriptor, TreePath path) => (Descriptor, _path) = (descriptor, path);

        public int Descriptor { get; }

        public long Start => 0;

        public long SizeBytes => _size != Unknown ? _size : _size = Measure();

        public int ReadAt(Span<byte> buffer, long offset)
        {
            int length = 0;
            fixed (byte* p = buffer)
            {
                while (length < buffer.Length)
                {
                    long count = Unistd.pread(Descriptor, p + length, buffer.Length - length, offset + length);
                    if (count <= 0)
                    {
                        return count == 0 ? length : throw new PtracerException($"{_path}: cannot be read ({Raw.ErrnoOf(count)})");
                    }

                    length += (int)count;
                }
            }

            return length;
        }

        public void Dispose() => Unistd.close(Descriptor);

        private long Measure()
        {
            Stat.stat status = default;
            Stat.fstat(Descriptor, &status);
            return status.st_size;
        }
    }
}
