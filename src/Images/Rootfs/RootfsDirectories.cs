using Ptracer.Linux;
using Ptracer.Packer.Archives;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Ptracer.Images.Rootfs;

/// <summary>
/// The directory that is being written to and those above it, each open. A path is walked from the new root by one name at
/// a time, and no step follows a link (O_NOFOLLOW): what openat2(2) does with RESOLVE_IN_ROOT, on every kernel. A link of
/// a lower layer is read and walked in the same way, inside the root; one that the same archive made is refused, since only
/// an attack has a use for it.
/// </summary>
/// <param name="place">Where the rootfs is made.</param>
/// <param name="entries">What is in it.</param>
/// <param name="maxDepth">Names in a path.</param>
internal sealed unsafe class RootfsDirectories(RootfsPlace place, RootfsEntries entries, int maxDepth) : IDisposable
{
    private const int MaxLinks = 40;
    private const int PathMax = 4096;
    private const uint NewMode = 0x1c0; // 0700
    private const uint UsualMode = 0x1ed; // 0755
    private const int OpenDirectory = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;

    private readonly List<(TreePath Path, int Descriptor)> _open = [(TreePath.Root, place.Descriptor)];

    /// <summary>Opens a directory; those that are missing on the way are made.</summary>
    /// <param name="archive">For messages.</param>
    /// <param name="path">The directory, as the archive says.</param>
    /// <param name="member">What needs it: the date of directories that are made.</param>
    /// <param name="resolved">Its own path, without links.</param>
    /// <returns>Its descriptor, until the next call.</returns>
    /// <exception cref="PtracerException">A link of the same archive or a file is on the way.</exception>
    public int Enter(string archive, TreePath path, ArchiveMember member, out TreePath resolved)
    {
        Stack<byte[]> rest = new();
        TreePath.PushNames(rest, path.Bytes);
        int depth = 0, links = 0;
        while (rest.TryPop(out byte[]? name))
        {
            if (name is [(byte)'.', (byte)'.'])
            {
                depth = Math.Max(depth - 1, 0);
            }
            else if (depth + 1 < _open.Count && _open[depth + 1].Path.Name.SequenceEqual(name))
            {
                depth++;
            }
            else if (TryOpen(archive, member, depth, name))
            {
                depth++;
            }
            else if (++links > MaxLinks)
            {
                throw ArchiveFailure.Member(archive, member.Path.Bytes[1..], "is below a circle of links");
            }
            else
            {
                depth = PushLink(rest, depth, name);
            }
        }

        resolved = _open[depth].Path;
        return _open[depth].Descriptor;
    }

    /// <summary>A directory is gone: nothing of it stays open.</summary>
    public void Forget(TreePath path)
    {
        int first = _open.FindIndex(1, directory => directory.Path.IsAtOrBelow(path));
        if (first > 0)
        {
            CloseFrom(first);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => CloseFrom(1); // the root's descriptor is the place's

    private void CloseFrom(int first)
    {
        for (int at = _open.Count - 1; at >= first; at--)
        {
            Unistd.close(_open[at].Descriptor);
            _open.RemoveAt(at);
        }
    }

    // False: a link is there.
    private bool TryOpen(string archive, ArchiveMember member, int depth, byte[] name)
    {
        CloseFrom(depth + 1);
        (TreePath directory, int descriptor) = _open[depth];
        TreePath path = directory.Child(name);
        if (depth + 1 > maxDepth)
        {
            throw ArchiveFailure.Member(archive, member.Path.Bytes[1..], $"is deeper than {maxDepth} directories");
        }

        fixed (byte* p = (byte[])[.. name, 0])
        {
            long opened = Fcntl.openat(descriptor, p, OpenDirectory);
            if (Raw.ErrnoOf(opened) == Errno.ENOENT)
            {
                OutputFailure.Checked(place.Path, path, Stat.mkdirat(descriptor, p, NewMode));
                entries.Directories.Set(path, new DirectoryRecord(Implied(member), []));
                entries.Touch(path);
                opened = Fcntl.openat(descriptor, p, OpenDirectory);
            }

            if (Raw.ErrnoOf(opened) is Errno.ENOTDIR or Errno.ELOOP)
            {
                ThrowUnlessLink(archive, member, path, descriptor, p);
                return false;
            }

            _open.Add((path, (int)OutputFailure.Checked(place.Path, path, opened)));
            return true;
        }
    }

    private static TreeEntry Implied(ArchiveMember member) =>
        member.Entry with { Type = TreeEntryType.Directory, Permissions = UsualMode, Owner = 0, Group = 0, SizeBytes = 0 };

    private void ThrowUnlessLink(string archive, ArchiveMember member, TreePath path, int directory, byte* name)
    {
        Stat.stat status;
        OutputFailure.Checked(place.Path, path, Stat.newfstatat(directory, name, &status, Fcntl.AT_SYMLINK_NOFOLLOW));
        string? problem = (status.st_mode & Stat.S_IFMT) != Stat.S_IFLNK ? "which is no directory"
            : entries.IsOfThisLayer(path) ? "which is a link of the same archive"
            : null;
        if (problem is not null)
        {
            throw ArchiveFailure.Member(archive, member.Path.Bytes[1..], $"is below {path}, {problem}");
        }
    }

    private int PushLink(Stack<byte[]> rest, int depth, byte[] name)
    {
        byte* text = stackalloc byte[PathMax];
        fixed (byte* p = (byte[])[.. name, 0])
        {
            (TreePath directory, int descriptor) = _open[depth];
            long length = OutputFailure.Checked(
                place.Path, directory.Child(name), Unistd.readlinkat(descriptor, p, text, PathMax));
            ReadOnlySpan<byte> link = new(text, (int)length);
            TreePath.PushNames(rest, link);
            return link.StartsWith("/"u8) ? 0 : depth;
        }
    }
}
