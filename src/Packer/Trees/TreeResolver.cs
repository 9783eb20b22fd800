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
        Walk walk = new()
        {
            At = path.StartsWith("/"u8) ? TreePath.Root : from,
            NeedsDirectory = path.EndsWith("/"u8),
            Last = last,
        };
        TreePath.PushNames(walk.Rest, path);
        while (walk.Rest.TryPop(out byte[]? name))
        {
            TreeLookupStatus status = Step(walk, name);
            if (status != TreeLookupStatus.Found)
            {
                return new TreeLookup(status, walk.At, default, walk.Links);
            }
        }

        bool found = TryGet(walk.At, out TreeEntry result) && (!walk.NeedsDirectory || result.Type == TreeEntryType.Directory);
        return new TreeLookup(found ? TreeLookupStatus.Found : TreeLookupStatus.NotDirectory, walk.At, result, walk.Links);
    }

    /// <summary>Goes on by one name.</summary>
    private TreeLookupStatus Step(Walk walk, byte[] name)
    {
        if (!TryGet(walk.At, out TreeEntry here) || here.Type != TreeEntryType.Directory)
        {
            return TreeLookupStatus.NotDirectory;
        }

        TreePath directory = walk.At;
        walk.At = name is [(byte)'.', (byte)'.'] ? directory.Parent : directory.Child(name);
        if (!TryGet(walk.At, out TreeEntry entry))
        {
            return TreeLookupStatus.Missing;
        }

        bool isLast = walk.Rest.Count == 0;
        if (entry.Type != TreeEntryType.Link || (isLast && !walk.NeedsDirectory && walk.Last == LastLink.Keep))
        {
            return TreeLookupStatus.Found;
        }

        walk.Links.Add(walk.At);
        if (walk.Links.Count > MaxLinks)
        {
            return TreeLookupStatus.Loop;
        }

        byte[] text = TextOf(walk.At);
        walk.At = text is [(byte)'/', ..] ? TreePath.Root : directory;
        walk.NeedsDirectory |= isLast && text is [.., (byte)'/'];
        TreePath.PushNames(walk.Rest, text);
        return TreeLookupStatus.Found;
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

    /// <summary>A lookup on its way.</summary>
    private sealed class Walk
    {
        public Stack<byte[]> Rest { get; } = new();

        public List<TreePath> Links { get; } = [];

        public TreePath At { get; set; }

        public bool NeedsDirectory { get; set; }

        public LastLink Last { get; init; }
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
