using Ptracer.Loader;

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
    private readonly Dictionary<byte[], (TreePath Place, TreePath[] Links)> _parents = new(ByteStringComparer.Instance);

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
        ReadOnlySpan<byte> parent = ParentOf(path);
        if (!parent.IsEmpty && _parents.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(parent, out var known))
        {
            parent = default;
            walk.At = known.Place;
            walk.Links.AddRange(known.Links);
            walk.Rest.Push(path[(path.LastIndexOf((byte)'/') + 1)..].ToArray());
        }
        else
        {
            TreePath.PushNames(walk.Rest, path);
        }

        while (walk.Rest.Count > 0)
        {
            if (walk.Rest.Count == 1 && !parent.IsEmpty)
            {
                _parents.TryAdd(parent.ToArray(), (walk.At, [.. walk.Links]));
                parent = default;
            }

            byte[] name = walk.Rest.Pop();
            TreeLookupStatus status = Step(walk, name);
            if (status != TreeLookupStatus.Found)
            {
                return new TreeLookup(status, walk.At, default, walk.Links);
            }
        }

        bool found = TryGet(walk.At, out TreeEntry result) && (!walk.NeedsDirectory || result.Type == TreeEntryType.Directory);
        return new TreeLookup(found ? TreeLookupStatus.Found : TreeLookupStatus.NotDirectory, walk.At, result, walk.Links);
    }

    /// <summary>Looks up a place, itself not followed; no link is on its way.</summary>
    public bool TryGet(TreePath path, out TreeEntry entry)
    {
        if (!_entries.TryGetValue(path, out TreeEntry? known))
        {
            known = tree.TryGet(path, out TreeEntry fresh) ? fresh : null;
            _entries.Add(path, known);
        }

        entry = known.GetValueOrDefault();
        return known is not null;
    }

    /// <summary>The text of a symbolic link.</summary>
    public byte[] ReadLink(TreePath link)
    {
        if (!_texts.TryGetValue(link, out byte[]? text))
        {
            _texts.Add(link, text = tree.ReadLink(link));
        }

        return text;
    }

    /// <summary>The directory's part of an absolute path whose last name is a plain one; empty for others.</summary>
    private static ReadOnlySpan<byte> ParentOf(ReadOnlySpan<byte> path)
    {
        int slash = path.LastIndexOf((byte)'/');
        ReadOnlySpan<byte> name = path[(slash + 1)..];
        bool isPlain = path.StartsWith("/"u8) && !name.IsEmpty && !name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8);
        return isPlain ? path[..slash] : default;
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

        byte[] text = ReadLink(walk.At);
        walk.At = text is [(byte)'/', ..] ? TreePath.Root : directory;
        walk.NeedsDirectory |= isLast && text is [.., (byte)'/'];
        TreePath.PushNames(walk.Rest, text);
        return TreeLookupStatus.Found;
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
}
