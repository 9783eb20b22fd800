using Ptracer.Linux;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// The directory that is being filled, and those above it, each open. Entries come sorted, so a directory that is left is
/// complete: it then gets its mode and time.
/// </summary>
/// <param name="output">As the user named it, for messages.</param>
/// <param name="root">The output's own directory, open; it stays the owner's.</param>
internal sealed unsafe class OpenDirectories(string output, int root) : IDisposable
{
    private const uint NewMode = 0x1c0; // 0700
    private const uint OwnerSearch = 0x40; // 0100
    private const uint UsualMode = 0x1ed; // 0755

    private readonly Stack<(TreePath Path, TreeEntry Entry, int Descriptor)> _open = new();
    private readonly List<(TreePath Path, uint Permissions)> _unsearchable = [];
    private TreeEntry _root = new(TreeEntryType.Directory, UsualMode, Unistd.geteuid(), Unistd.getegid(), 0, 0, 0, default);

    /// <summary>Says what the output's own directory becomes.</summary>
    public void SetRoot(in TreeEntry entry) => _root = entry;

    /// <summary>The descriptor of a directory that has been made. Those that do not hold it are left.</summary>
    public int Enter(TreePath directory)
    {
        while (_open.TryPeek(out (TreePath Path, TreeEntry Entry, int Descriptor) top))
        {
            if (directory.IsAtOrBelow(top.Path))
            {
                return top.Path.Equals(directory) ? top.Descriptor : throw NotSorted(directory);
            }

            Leave();
        }

        return directory.IsRoot ? root : throw NotSorted(directory);
    }

    /// <summary>Makes a directory in the one just entered, and opens it.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="entry">What it becomes when it is left.</param>
    /// <param name="name">Its last component, with its NUL.</param>
    public void Make(TreePath path, in TreeEntry entry, byte* name)
    {
        const int Flags = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        int parent = _open.TryPeek(out (TreePath Path, TreeEntry Entry, int Descriptor) top) ? top.Descriptor : root;
        OutputFailure.Checked(output, path, Stat.mkdirat(parent, name, NewMode));
        long opened = OutputFailure.Checked(output, path, Fcntl.openat(parent, name, Flags));
        _open.Push((path, entry, (int)opened));
    }

    /// <summary>All is made: leaves every directory, the output's own last.</summary>
    public void LeaveAll()
    {
        while (_open.Count > 0)
        {
            Leave();
        }

        foreach ((TreePath path, uint permissions) in _unsearchable)
        {
            fixed (byte* name = (byte[])[.. path.Bytes[1..], 0])
            {
                OutputFailure.Checked(output, path, Stat.fchmodat(root, name, permissions));
            }
        }

        DirectoryMetadata.Set(output, TreePath.Root, root, _root);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_open.TryPop(out (TreePath Path, TreeEntry Entry, int Descriptor) top))
        {
            Unistd.close(top.Descriptor);
        }
    }

    // Hard links to what a directory holds are made by its path: until the end its owner must be able to search it.
    private void Leave()
    {
        (TreePath path, TreeEntry entry, int descriptor) = _open.Peek();
        if ((entry.Permissions & OwnerSearch) == 0)
        {
            _unsearchable.Add((path, entry.Permissions));
            entry = entry with { Permissions = entry.Permissions | OwnerSearch };
        }

        DirectoryMetadata.Set(output, path, descriptor, entry);
        Unistd.close(descriptor);
        _open.Pop();
    }

    private InvalidOperationException NotSorted(TreePath directory) =>
        new($"{output}: {directory} does not come before what it holds");
}
