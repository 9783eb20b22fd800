namespace Ptracer.Packer.Trees;

/// <summary>What happens to a link at the end of a path.</summary>
internal enum LastLink
{
    Follow,
    Keep,
}

/// <summary>
/// Looks paths up as the kernel would with the tree as its root (path_resolution(7)): absolute links and <c>..</c> stay
/// inside. What it has seen of a tree it keeps: a tree does not change while it is looked at.
/// </summary>
internal sealed class TreeResolver(ITree tree)
{
    /// <summary>MAXSYMLINKS of the kernel (linux/namei.h).</summary>
    private const int MaxLinks = 40;

    private readonly Dictionary<TreePath, TreeEntry?> _entries = [];
    private readonly Dictionary<TreePath, byte[]> _texts = [];

    /// <summary>The tree that is looked at.</summary>
    public ITree Tree => tree;

    /// <summary>Looks up an absolute path.</summary>
    public TreeLookup Find(ReadOnlySpan<byte> path, LastLink last = LastLink.Follow) => Find(TreePath.Root, path, last);

    /// <summary>Looks up a path that starts at a directory, unless it is absolute.</summary>
    public TreeLookup Find(TreePath from, ReadOnlySpan<byte> path, LastLink last = LastLink.Follow)
    {
        Stack<byte[]> rest = new();
        List<TreePath> links = [];
        TreePath at = path.StartsWith("/"u8) ? TreePath.Root : from;
        Push(rest, path);
        bool needsDirectory = path.EndsWith("/"u8);
        while (rest.TryPop(out byte[]? name))
        {
            if (!TryGet(at, out TreeEntry here) || here.Type != TreeEntryType.Directory)
            {
                return new TreeLookup(TreeLookupStatus.NotDirectory, at, default, links);
            }

            if (name is [(byte)'.', (byte)'.'])
            {
                at = at.Parent;
                continue;
            }

            TreePath next = at.Child(name);
            if (!TryGet(next, out TreeEntry entry))
            {
                return new TreeLookup(TreeLookupStatus.Missing, next, default, links);
            }

            if (entry.Type != TreeEntryType.Link || (rest.Count == 0 && !needsDirectory && last == LastLink.Keep))
            {
                at = next;
                continue;
            }

            links.Add(next);
            if (links.Count > MaxLinks)
            {
                return new TreeLookup(TreeLookupStatus.Loop, next, default, links);
            }

            byte[] text = TextOf(next);
            at = text is [(byte)'/', ..] ? TreePath.Root : at;
            needsDirectory |= rest.Count == 0 && text is [.., (byte)'/'];
            Push(rest, text);
        }

        bool found = TryGet(at, out TreeEntry result) && !(needsDirectory && result.Type != TreeEntryType.Directory);
        return new TreeLookup(found ? TreeLookupStatus.Found : TreeLookupStatus.NotDirectory, at, result, links);
    }

    private static void Push(Stack<byte[]> rest, ReadOnlySpan<byte> path)
    {
        while (!path.IsEmpty)
        {
            int slash = path.LastIndexOf((byte)'/');
            ReadOnlySpan<byte> name = path[(slash + 1)..];
            if (!name.IsEmpty && !name.SequenceEqual("."u8))
            {
                rest.Push(name.ToArray());
            }

            path = slash < 0 ? default : path[..slash];
        }
    }

    private bool TryGet(TreePath path, out TreeEntry entry)
    {
        if (!_entries.TryGetValue(path, out TreeEntry? known))
        {
            known = tree.TryGet(path, out TreeEntry fresh) ? fresh : null;
            _entries.Add(path, known);
        }

        entry = known.GetValueOrDefault();
        return known is not null;
    }

    private byte[] TextOf(TreePath link)
    {
        if (!_texts.TryGetValue(link, out byte[]? text))
        {
            _texts.Add(link, text = tree.ReadLink(link));
        }

        return text;
    }
}
