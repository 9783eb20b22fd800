using Ptracer.Loader;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Dependencies;

/// <summary>Collects what a scan finds: a node for each file, an edge for each need, each once.</summary>
internal sealed class GraphBuilder
{
    private readonly List<DependencyNode> _roots = [];
    private readonly List<DependencyNode> _nodes = [];
    private readonly List<MissingDependency> _missing = [];
    private readonly Dictionary<TreePath, DependencyNode> _byPath = [];
    private readonly Dictionary<byte[], List<MissingDependency>> _missingByName = new(ByteStringComparer.Instance);

    /// <summary>What was collected.</summary>
    public DependencyGraph Graph => new(_roots, _nodes, _missing);

    /// <summary>The node of a file; made when it is met first, and of that kind then.</summary>
    public DependencyNode Node(TreeFile file, DependencyKind kind)
    {
        if (!_byPath.TryGetValue(file.Lookup.Path, out DependencyNode? node))
        {
            node = new DependencyNode(file.Lookup.Path, file.Lookup.Entry, kind);
            _byPath.Add(file.Lookup.Path, node);
            _nodes.Add(node);
        }

        return node;
    }

    /// <summary>Notes a program that was asked about.</summary>
    public void AddRoot(DependencyNode node) => _roots.Add(node);

    /// <summary>Notes that a node needs a file.</summary>
    public static void AddEdge(DependencyNode node, byte[] name, DependencyNode target, TreeFile file, string reason)
    {
        if (!IsKnown(node, name, target))
        {
            node.Needs.Add(new DependencyEdge(name, target, file.FoundAs, file.Lookup.Links, reason));
        }
    }

    /// <summary>Notes that a node needs what cannot be had.</summary>
    public void AddMissingEdge(DependencyNode node, byte[] name, string reason, string problem)
    {
        if (!IsKnown(node, name, null))
        {
            node.Needs.Add(new DependencyEdge(name, null, [], [], reason));
        }

        AddMissing(name, node, problem);
    }

    /// <summary>Notes that something cannot be had.</summary>
    public void AddMissing(byte[] name, DependencyNode? neededBy, string problem)
    {
        if (!_missingByName.TryGetValue(name, out List<MissingDependency>? known))
        {
            _missingByName.Add(name, known = []);
        }

        foreach (MissingDependency one in known)
        {
            if (one.NeededBy == neededBy && one.Problem == problem)
            {
                return;
            }
        }

        MissingDependency missing = new(name, neededBy, problem);
        known.Add(missing);
        _missing.Add(missing);
    }

    // The same library may be needed under one name in two programs, and found in two places.
    private static bool IsKnown(DependencyNode node, byte[] name, DependencyNode? target)
    {
        foreach (DependencyEdge edge in node.Needs)
        {
            if (edge.Target == target && edge.Name.AsSpan().SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}
