using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>A tarball of a rootfs, plain or compressed by gzip, xz or zstd: it is looked at without being unpacked.</summary>
internal sealed class TarTree : ArchiveTree
{
    private TarTree(string path, long expectedBytes)
        : base(path, expectedBytes)
    {
    }

    /// <summary>Reads it.</summary>
    /// <param name="path">The archive.</param>
    /// <exception cref="PtracerException">It cannot be read, is damaged, or a member is refused.</exception>
    public static TarTree Read(string path)
    {
        using HostFile file = new(path);
        byte[] magic = new byte[Decompression.MagicBytes];
        CompressionKind kind = Decompression.KindOf(magic.AsSpan(0, file.ReadAt(magic, 0)));
        TarTree? tree = new(path, file.SizeBytes);
        try
        {
            using FileRangeStream raw = new(file, 0, file.SizeBytes);
            using Stream content = Decompression.Open(raw, kind);
            tree.Add(ArchiveContents.Read(path, content, tree.Store, DeviceNodes.Show));
            TarTree whole = tree;
            tree = null;
            return whole;
        }
        finally
        {
            tree?.Dispose();
        }
    }

    // By place: a directory comes before what it holds, whatever the archive's order.
    private void Add(Dictionary<TreePath, ArchiveNode> nodes)
    {
        foreach ((TreePath path, ArchiveNode node) in nodes.OrderBy(static pair => pair.Key))
        {
            MakeParents(path, node.Entry);
            Put(path, node);
        }
    }

    private void MakeParents(TreePath path, in TreeEntry modified)
    {
        TreePath parent = path.Parent;
        if (!TryGetNode(parent, out ArchiveNode node))
        {
            MakeParents(parent, modified);
            Imply(parent, modified);
        }
        else if (node.Entry.Type != TreeEntryType.Directory)
        {
            throw ArchiveFailure.Member(Name, path.Bytes[1..], $"is below {parent}, which is no directory");
        }
    }
}
