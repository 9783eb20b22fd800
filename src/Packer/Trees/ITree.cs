namespace Ptracer.Packer.Trees;

/// <summary>
/// A tree of files that is read as a chroot would show it: a directory of this machine, or the packages of one. Nothing
/// of it is executed. No path given here has a link on its way: <see cref="TreeResolver"/> sees to that.
/// </summary>
internal interface ITree : IDisposable
{
    /// <summary>What the tree is, for messages.</summary>
    string Name { get; }

    /// <summary>Looks an entry up, itself not followed.</summary>
    bool TryGet(TreePath path, out TreeEntry entry);

    /// <summary>The text of a symbolic link.</summary>
    /// <exception cref="PtracerException">It cannot be read.</exception>
    byte[] ReadLink(TreePath path);

    /// <summary>The names in a directory, sorted by bytes, without <c>.</c> and <c>..</c>; none if it is no directory.</summary>
    /// <exception cref="PtracerException">It cannot be read.</exception>
    IReadOnlyList<byte[]> List(TreePath directory);

    /// <summary>Opens a regular file.</summary>
    /// <exception cref="PtracerException">It cannot be read.</exception>
    ITreeFile Open(TreePath path);
}

/// <summary>An open file of a tree.</summary>
internal interface ITreeFile : IDisposable
{
    /// <summary>Its size, bytes.</summary>
    long SizeBytes { get; }

    /// <summary>Reads at an offset: as many bytes as there are, up to the buffer's length.</summary>
    /// <exception cref="PtracerException">The read failed.</exception>
    int ReadAt(Span<byte> buffer, long offset);
}
