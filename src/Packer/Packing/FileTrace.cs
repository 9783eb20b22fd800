using Ptracer.Loader;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// Notes the paths that a run uses, each when it is first used, and whether something was there then: what the run makes
/// itself is not part of what it needs.
/// </summary>
internal sealed class FileTrace : IFileObserver
{
    private readonly ITree _tree;
    private readonly List<TreePath> _outside = [];
    private readonly HashSet<byte[]> _seen = new(ByteStringComparer.Instance);
    private readonly List<byte[]> _used = [];
    private readonly List<byte[]> _absent = [];

    /// <param name="tree">The rootfs that the run sees.</param>
    /// <param name="bindings">Guest paths where it sees something else: what is there does not count.</param>
    public FileTrace(ITree tree, IEnumerable<Binding> bindings)
    {
        _tree = tree;
        foreach (Binding binding in bindings)
        {
            if (TreePath.TryParse(System.Text.Encoding.UTF8.GetBytes(binding.GuestPath), out TreePath path))
            {
                _outside.Add(path);
            }
        }
    }

    /// <summary>What was used and was there, as it was named.</summary>
    public IReadOnlyList<byte[]> Present => _used;

    /// <summary>What was looked for and was not there.</summary>
    public IReadOnlyList<byte[]> Absent => _absent;

    /// <inheritdoc/>
    public void Used(ReadOnlySpan<byte> guestPath)
    {
        if (!_seen.GetAlternateLookup<ReadOnlySpan<byte>>().Add(guestPath))
        {
            return;
        }

        // A resolver of its own: what an earlier one has seen may have changed since.
        TreeLookup lookup = new TreeResolver(_tree).Find(guestPath);
        if (!_outside.Exists(lookup.Path.IsAtOrBelow))
        {
            (lookup.IsFound ? _used : _absent).Add(guestPath.ToArray());
        }
    }
}
