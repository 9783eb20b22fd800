using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>
/// A tree whose entries were read from archives, and whose contents lie in a store. Directories that no member names are
/// there because something is in them, as dpkg and tar make them.
/// </summary>
/// <param name="name">For messages.</param>
/// <param name="expectedBytes">How much content will come, about.</param>
internal abstract class ArchiveTree(string name, long expectedBytes) : ITree
{
    private const uint UsualMode = 0x1ed; // 0755

    private readonly Dictionary<TreePath, ArchiveNode> _nodes = new()
    {
        [TreePath.Root] = new(new TreeEntry(TreeEntryType.Directory, UsualMode, 0, 0, 0, 0, 0, default), [], 0),
    };

    private readonly Dictionary<TreePath, List<byte[]>> _names = [];
    private readonly HashSet<TreePath> _implied = [TreePath.Root];

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>The contents.</summary>
    protected ContentStore Store { get; } = new(expectedBytes);

    /// <inheritdoc/>
    public bool TryGet(TreePath path, out TreeEntry entry)
    {
        bool found = _nodes.TryGetValue(path, out ArchiveNode node);
        entry = node.Entry;
        return found;
    }

    /// <inheritdoc/>
    public byte[] ReadLink(TreePath path) => _nodes[path].LinkText;

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> List(TreePath directory)
    {
        List<byte[]> names = [.. _names.GetValueOrDefault(directory) ?? []];
        names.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        return names;
    }

    /// <inheritdoc/>
    public ITreeFile Open(TreePath path) => Open(_nodes[path]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the store.</summary>
    protected virtual void Dispose(bool isDisposing)
    {
        if (isDisposing)
        {
            Store.Dispose();
        }
    }

    /// <summary>A file's content.</summary>
    protected ITreeFile Open(in ArchiveNode node) => Store.Open(node.Start, node.Entry.SizeBytes);

    /// <summary>What is at a place.</summary>
    protected bool TryGetNode(TreePath path, out ArchiveNode node) => _nodes.TryGetValue(path, out node);

    /// <summary>Whether no member says what this directory is.</summary>
    protected bool IsImplied(TreePath path) => _implied.Contains(path);

    /// <summary>Puts something at a place whose directory is there.</summary>
    protected void Put(TreePath path, in ArchiveNode node)
    {
        _implied.Remove(path);
        if (!_nodes.ContainsKey(path))
        {
            NamesOf(path.Parent).Add(path.Name.ToArray());
        }

        _nodes[path] = node;
    }

    /// <summary>Makes a directory that no member names.</summary>
    /// <param name="path">Its place; what holds it is there.</param>
    /// <param name="modified">An entry whose time it gets.</param>
    protected void Imply(TreePath path, in TreeEntry modified)
    {
        TreeEntry entry = new(
            TreeEntryType.Directory, UsualMode, 0, 0, modified.ModifiedSeconds, modified.ModifiedNanoseconds, 0, default);
        Put(path, new ArchiveNode(entry, [], 0));
        _implied.Add(path);
    }

    private List<byte[]> NamesOf(TreePath directory)
    {
        if (!_names.TryGetValue(directory, out List<byte[]>? names))
        {
            _names.Add(directory, names = []);
        }

        return names;
    }
}
