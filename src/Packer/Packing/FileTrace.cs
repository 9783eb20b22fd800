using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// Notes the paths that a traced run uses and that were there when they were first used: what the run makes itself is not
/// part of what it needs.
/// </summary>
internal sealed class FileTrace : IFileObserver
{
    private readonly TreeResolver _resolver;
    private readonly List<TreePath> _outside = [];
    private readonly HashSet<TreePath> _seen = [];
    private readonly List<byte[]> _used = [];
    private readonly List<byte[]> _absent = [];

    /// <param name="tree">The rootfs that the run sees.</param>
    /// <param name="bindings">Guest paths where it sees something else: these are not looked at.</param>
    public FileTrace(ITree tree, IEnumerable<string> bindings)
    {
        _resolver = new TreeResolver(tree);
        foreach (string binding in bindings)
        {
            if (TreePath.TryParse(System.Text.Encoding.UTF8.GetBytes(binding), out TreePath path))
            {
                _outside.Add(path);
            }
        }
    }

    /// <summary>What was used and was there, as it was first named, without duplicates.</summary>
    public IReadOnlyList<byte[]> Used => _used;

    /// <summary>What was looked for and was not there.</summary>
    public IReadOnlyList<byte[]> Absent => _absent;

    /// <inheritdoc/>
    public void Used(ReadOnlySpan<byte> guestPath)
    {
        TreePath spelled = TreePath.Spelled(guestPath);
        if (!_seen.Add(spelled))
        {
            return;
        }

        // A fresh look at each new path: the run changes the tree.
        TreeLookup lookup = new TreeResolver(_resolver.Tree).Find(guestPath);
        if (_outside.Exists(lookup.Path.IsAtOrBelow))
        {
            return;
        }

        (lookup.IsFound || lookup.Links.Count > 0 ? _used : _absent).Add(guestPath.ToArray());
    }
}
