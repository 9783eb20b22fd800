using Ptracer.Linux;
using Ptracer.Packer.Archives;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Ptracer.Images.Rootfs;

/// <summary>Hard links, and copies where there are none: Android's policy and some file systems have no linkat(2).</summary>
/// <param name="place">Where the rootfs is made.</param>
/// <param name="use">Whether they are made at all.</param>
/// <param name="interruption">Asked between two blocks of a copy.</param>
internal sealed unsafe class HardLinks(RootfsPlace place, HardLinkUse use, Interruption interruption)
{
    private const int OpenRead = Fcntl.O_RDONLY | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
    private const int NewFile = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
    private const uint OwnerRead = 0x100; // 0400
    private const int NewFileMode = 0x180; // 0600
    private const int BufferBytes = 64 * 1024;
    private const int PathMax = 4096;

    private readonly byte[] _buffer = new byte[BufferBytes];

    /// <summary>How many became copies.</summary>
    public long Copied { get; private set; }

    /// <summary>Bytes of copies.</summary>
    public long CopiedBytes { get; private set; }

    /// <summary>Checks that a link's target is there, and no directory.</summary>
    public void ThrowUnlessFile(string archive, ArchiveMember member, TreePath source)
    {
        Stat.stat status;
        fixed (byte* from = FromRoot(source))
        {
            // No link lies on the way: the path has been walked, and nobody else writes here.
            long result = Stat.newfstatat(place.Descriptor, from, &status, Fcntl.AT_SYMLINK_NOFOLLOW);
            if (result < 0 || (status.st_mode & Stat.S_IFMT) == Stat.S_IFDIR)
            {
                throw ArchiveFailure.Member(
                    archive, member.Path.Bytes[1..], $"a hard link to {source}, which is no file before it");
            }
        }
    }

    /// <summary>Makes a link.</summary>
    public void Make(string archive, ArchiveMember member, TreePath source, TreePath path, int directory, byte* name)
    {
        fixed (byte* from = FromRoot(source))
        {
            long linked = use == HardLinkUse.Copy ? -(long)Errno.EPERM : Unistd.linkat(place.Descriptor, from, directory, name, 0);
            if (Raw.ErrnoOf(linked) == Errno.ENOENT)
            {
                throw ArchiveFailure.Member(archive, member.Path.Bytes[1..], $"a hard link in place of what holds its target {source}");
            }

            if (Raw.ErrnoOf(linked) is not (Errno.EMLINK or Errno.EPERM or Errno.EOPNOTSUPP or Errno.EACCES or Errno.ENOSYS))
            {
                Check(path, linked);
                return;
            }

            Stat.stat status;
            Check(path, Stat.newfstatat(place.Descriptor, from, &status, Fcntl.AT_SYMLINK_NOFOLLOW));
            TreeEntry entry = member.Entry with
            {
                Permissions = status.st_mode & ~Stat.S_IFMT,
                ModifiedSeconds = status.st_mtime,
                ModifiedNanoseconds = (int)status.st_mtime_nsec,
            };
            Copied++;
            switch (status.st_mode & Stat.S_IFMT)
            {
                case Stat.S_IFREG:
                    CopyFile(from, path, directory, name, entry);
                    break;
                case Stat.S_IFLNK:
                    CopyLink(from, path, directory, name, entry);
                    break;
                default:
                    Check(path, Stat.mknodat(directory, name, status.st_mode, status.st_rdev));
                    DirectoryMetadata.SetLink(place.Path, path, directory, name, entry);
                    break;
            }
        }
    }

    private static byte[] FromRoot(TreePath path) => [.. path.Bytes[1..], 0];

    private void CopyFile(byte* source, TreePath path, int directory, byte* name, in TreeEntry entry)
    {
        bool isHidden = (entry.Permissions & OwnerRead) == 0;
        if (isHidden)
        {
            Check(path, Stat.fchmodat(place.Descriptor, source, entry.Permissions | OwnerRead));
        }

        int from = (int)Check(path, Fcntl.openat(place.Descriptor, source, OpenRead));
        int to = -1;
        try
        {
            if (isHidden)
            {
                Check(path, Stat.fchmod(from, entry.Permissions));
            }

            to = (int)Check(path, Fcntl.openat(directory, name, NewFile, NewFileMode));
            Copy(from, to, path);
            DirectoryMetadata.Set(place.Path, path, to, entry);
        }
        finally
        {
            Unistd.close(from);
            if (to >= 0)
            {
                Unistd.close(to);
            }
        }
    }

    private void Copy(int from, int to, TreePath path)
    {
        fixed (byte* p = _buffer)
        {
            for (long count; (count = Check(path, Unistd.read(from, p, BufferBytes))) > 0;)
            {
                interruption.ThrowIfAsked();
                for (long done = 0; done < count;)
                {
                    done += Check(path, Unistd.write(to, p + done, (int)(count - done)));
                }

                CopiedBytes += count;
            }
        }
    }

    private void CopyLink(byte* source, TreePath path, int directory, byte* name, in TreeEntry entry)
    {
        byte* text = stackalloc byte[PathMax + 1];
        long length = Check(path, Unistd.readlinkat(place.Descriptor, source, text, PathMax));
        text[length] = 0;
        Check(path, Unistd.symlinkat(text, directory, name));
        DirectoryMetadata.SetLink(place.Path, path, directory, name, entry);
    }

    private long Check(TreePath path, long result) => OutputFailure.Checked(place.Path, path, result);
}
