using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>
/// Reads the members of one tar archive into nodes: checked, each once, hard links bound to the file that they name, and
/// contents appended to the store.
/// </summary>
internal sealed class ArchiveContents
{
    private const int BufferBytes = 256 * 1024;

    private static long s_last;

    private readonly string _archive;
    private readonly ContentStore _store;
    private readonly Dictionary<TreePath, ArchiveNode> _nodes = [];
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly ulong _number = (ulong)Interlocked.Increment(ref s_last);

    private ArchiveContents(string archive, ContentStore store) => (_archive, _store) = (archive, store);

    /// <summary>Reads an archive.</summary>
    /// <param name="archive">Its name, for messages.</param>
    /// <param name="content">What it is, decompressed.</param>
    /// <param name="store">Where contents go.</param>
    /// <param name="devices">What happens to device nodes.</param>
    /// <returns>Its members, by place, in no order.</returns>
    /// <exception cref="PtracerException">It is damaged, or a member is refused.</exception>
    public static Dictionary<TreePath, ArchiveNode> Read(
        string archive, Stream content, ContentStore store, DeviceNodes devices)
    {
        ArchiveContents contents = new(archive, store);
        TarReader reader = new(archive, content);
        try
        {
            while (reader.Next() is { } record)
            {
                contents.Add(ArchiveMembers.Check(archive, record, devices), record.Name, reader);
            }

            reader.Drain();
        }
        catch (InvalidDataException)
        {
            throw ArchiveFailure.Of(archive, "the compressed data is damaged", "get it again");
        }

        return contents._nodes;
    }

    private void Add(ArchiveMember member, byte[] name, TarReader reader)
    {
        if (_nodes.ContainsKey(member.Path))
        {
            throw ArchiveFailure.Member(_archive, name, "is there twice");
        }

        if (member.LinkTarget is { } target)
        {
            _nodes.Add(member.Path, Linked(target, name));
            return;
        }

        long start = _store.SizeBytes;
        for (int count; (count = reader.Read(_buffer)) > 0;)
        {
            _store.Append(_buffer.AsSpan(0, count));
        }

        _nodes.Add(member.Path, new ArchiveNode(member.Entry, member.LinkText, start));
    }

    // A file gets its identity with the first hard link to it. No directory of this machine has such a device number.
    private ArchiveNode Linked(TreePath target, byte[] name)
    {
        if (!_nodes.TryGetValue(target, out ArchiveNode node) || node.Entry.Type == TreeEntryType.Directory)
        {
            throw ArchiveFailure.Member(_archive, name, $"a hard link to {target}, which is no file before it");
        }

        if (node.Entry.Type == TreeEntryType.File && node.Entry.Identity == default)
        {
            ulong count = (ulong)_nodes.Count;
            node = node with { Entry = node.Entry with { Identity = new UInt128(ulong.MaxValue - _number, count) } };
            _nodes[target] = node;
        }

        return node;
    }
}
