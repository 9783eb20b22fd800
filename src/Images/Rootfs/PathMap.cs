using Ptracer.Packer.Trees;

namespace Ptracer.Images.Rootfs;

/// <summary>Values by path, in the order of paths, so that all below a directory can be dropped at once.</summary>
internal sealed class PathMap<T>
{
    private const int NameMax = 255;

    private readonly SortedSet<Node> _nodes = new(Comparer<Node>.Create(static (a, b) => a.Path.CompareTo(b.Path)));

    /// <summary>All, a directory before what it holds.</summary>
    public IEnumerable<(TreePath Path, T Value)> All => _nodes.Select(static node => (node.Path, node.Value));

    /// <summary>All, what a directory holds before it.</summary>
    public IEnumerable<(TreePath Path, T Value)> Reversed => _nodes.Reverse().Select(static node => (node.Path, node.Value));

    /// <summary>Sets a value over the one that is there.</summary>
    public void Set(TreePath path, T value)
    {
        Node node = new(path, value);
        _nodes.Remove(node);
        _nodes.Add(node);
    }

    /// <summary>Looks a value up.</summary>
    public bool TryGet(TreePath path, out T? value)
    {
        bool found = _nodes.TryGetValue(new Node(path, default!), out Node node);
        value = node.Value;
        return found;
    }

    /// <summary>Drops the value of a path alone.</summary>
    public void RemoveOne(TreePath path) => _nodes.Remove(new Node(path, default!));

    /// <summary>Drops the values of a path and of all below it.</summary>
    public void Remove(TreePath path)
    {
        if (_nodes.Count == 0)
        {
            return;
        }

        // After all names that a kernel takes.
        byte[] last = new byte[NameMax + 1];
        last.AsSpan().Fill(0xff);
        Node[] below = [.. _nodes.GetViewBetween(new Node(path, default!), new Node(path.Child(last), default!))];
        foreach (Node node in below)
        {
            _nodes.Remove(node);
        }
    }

    private readonly record struct Node(TreePath Path, T Value);
}
