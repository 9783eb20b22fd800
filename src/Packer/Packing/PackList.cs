using System.Text;
using Ptracer.Loader;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// What is going to be packed, each entry once, with all the reasons for it. Whatever is added brings the links on its way
/// and the directories above it, as they are in the tree.
/// </summary>
/// <param name="resolver">The tree that is packed from.</param>
internal sealed class PackList(TreeResolver resolver)
{
    private const uint DirectoryPermissions = 0x1ed; // 0755
    private const string OnTheWay = "directory on the way";

    private readonly SortedDictionary<TreePath, Draft> _drafts = [];
    private readonly HashSet<byte[]> _ways = new(ByteStringComparer.Instance);

    /// <summary>The tree that is packed from.</summary>
    public TreeResolver Resolver => resolver;

    /// <summary>How many entries there are.</summary>
    public int Count => _drafts.Count;

    /// <summary>All paths so far, sorted.</summary>
    public IReadOnlyCollection<TreePath> Paths => _drafts.Keys;

    /// <summary>Whether an entry was made, whatever the tree has in its place.</summary>
    public bool IsMade(TreePath path) => _drafts[path].IsMade;

    /// <summary>Whether something is there already.</summary>
    public bool Contains(TreePath path) => _drafts.ContainsKey(path);

    /// <summary>Adds what a path names, the links on the way to it, and the directories above all of them.</summary>
    /// <returns>Where the path leads.</returns>
    public TreeLookup Add(ReadOnlySpan<byte> path, string reason)
    {
        TreeLookup lookup = resolver.Find(path);
        AddWay(path, lookup.Links);
        if (lookup.IsFound)
        {
            AddPlace(lookup.Path, reason);
        }

        return lookup;
    }

    /// <summary>Adds the links on the way to a path.</summary>
    /// <param name="path">As it was looked up. One path has the same links each time.</param>
    /// <param name="links">Each by its own place.</param>
    public void AddWay(ReadOnlySpan<byte> path, IReadOnlyList<TreePath> links)
    {
        if (links.Count == 0 || !_ways.GetAlternateLookup<ReadOnlySpan<byte>>().Add(path))
        {
            return;
        }

        string reason = $"link on the way to {Encoding.UTF8.GetString(path)}";
        foreach (TreePath link in links)
        {
            AddPlace(link, reason);
        }
    }

    /// <summary>Adds one entry of the tree by its own place, a link as a link, with the directories above it.</summary>
    public void AddPlace(TreePath path, string reason)
    {
        if (_drafts.TryGetValue(path, out Draft? draft))
        {
            draft.Reasons.Add(reason);
        }
        else if (resolver.TryGet(path, out TreeEntry entry))
        {
            bool isLink = entry.Type == TreeEntryType.Link;
            Put(path, entry, isLink ? resolver.ReadLink(path) : null, isMade: false, reason);
        }
    }

    /// <summary>
    /// Adds an entry that no tree has: its content is given. If something is there already, that stays. A directory above
    /// it that is a link in the tree is followed.
    /// </summary>
    public void Make(TreePath path, TreeEntryType type, uint permissions, byte[]? content, string reason)
    {
        TreeLookup parent = resolver.Find(path.Parent.Bytes);
        AddWay(path.Bytes, parent.Links);

        TreePath place = parent.IsFound ? parent.Path.Child(path.Name) : path;
        if (path.IsRoot || _drafts.ContainsKey(place))
        {
            return;
        }

        Put(place, new TreeEntry(type, permissions, 0, 0, 0, 0, content?.Length ?? 0, default), content, isMade: true, reason);
    }

    /// <summary>Gives an entry that was made another content.</summary>
    public void Replace(TreePath path, byte[] content)
    {
        Draft old = _drafts[path];
        Draft draft = new(old.Entry with { SizeBytes = content.Length }, content, isMade: true);
        draft.Reasons.AddRange(old.Reasons);
        _drafts[path] = draft;
    }

    /// <summary>Takes an entry out again, and what lies below it.</summary>
    public void Remove(Glob pattern)
    {
        List<TreePath> gone = [];
        foreach (TreePath path in _drafts.Keys)
        {
            if (pattern.Matches(path) || (gone.Count > 0 && path.IsAtOrBelow(gone[^1])))
            {
                gone.Add(path);
            }
        }

        foreach (TreePath path in gone)
        {
            _drafts.Remove(path);
        }
    }

    /// <summary>The entries, sorted by path.</summary>
    /// <param name="madeSeconds">The time of what was made, seconds since 1970; null: the newest time of what was not.</param>
    public IReadOnlyList<PackItem> ToItems(long? madeSeconds)
    {
        long time = madeSeconds ?? NewestSeconds();
        List<PackItem> items = new(_drafts.Count);
        foreach ((TreePath path, Draft draft) in _drafts)
        {
            TreeEntry entry = draft.IsMade ? draft.Entry with { ModifiedSeconds = time } : draft.Entry;
            bool fromTree = !draft.IsMade && entry.Type == TreeEntryType.File;
            items.Add(new PackItem(path, entry, draft.Content, fromTree ? (resolver.Tree, path) : null, draft.SortedReasons()));
        }

        return items;
    }

    private long NewestSeconds()
    {
        long newest = 0;
        foreach (Draft draft in _drafts.Values)
        {
            newest = Math.Max(newest, draft.Entry.ModifiedSeconds);
        }

        return newest;
    }

    private void Put(TreePath path, TreeEntry entry, byte[]? content, bool isMade, string reason)
    {
        if (!_drafts.TryGetValue(path, out Draft? draft))
        {
            _drafts.Add(path, draft = new Draft(entry, content, isMade));
            if (!path.IsRoot)
            {
                AddParent(path.Parent);
            }
        }

        draft.Reasons.Add(reason);
    }

    private void AddParent(TreePath directory)
    {
        if (_drafts.ContainsKey(directory))
        {
            return;
        }

        if (resolver.TryGet(directory, out TreeEntry entry) && entry.Type == TreeEntryType.Directory)
        {
            Put(directory, entry, null, isMade: false, OnTheWay);
            return;
        }

        TreeEntry made = new(TreeEntryType.Directory, DirectoryPermissions, 0, 0, 0, 0, 0, default);
        Put(directory, made, null, isMade: true, OnTheWay);
    }

    /// <summary>An entry to be.</summary>
    private sealed class Draft(TreeEntry entry, byte[]? content, bool isMade)
    {
        public TreeEntry Entry { get; } = entry;

        public byte[]? Content { get; } = content;

        public bool IsMade { get; } = isMade;

        /// <summary>As they came; some come often.</summary>
        public List<string> Reasons { get; } = [];

        /// <summary>Each once, sorted.</summary>
        public List<string> SortedReasons()
        {
            if (Reasons.Count > 1)
            {
                HashSet<string> once = new(Reasons, StringComparer.Ordinal);
                Reasons.Clear();
                Reasons.AddRange(once);
                Reasons.Sort(StringComparer.Ordinal);
            }

            return Reasons;
        }
    }
}
