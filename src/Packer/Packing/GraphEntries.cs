using Ptracer.Packer.Dependencies;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>Adds the files of a dependency graph to a pack, each with who needs it.</summary>
internal static class GraphEntries
{
    /// <summary>Adds what nodes need, with the links on the way.</summary>
    public static void Add(PackList list, DependencyGraph graph)
    {
        foreach (DependencyNode node in graph.Nodes)
        {
            string who = node.Path.ToString();
            foreach (DependencyEdge edge in node.Needs)
            {
                list.AddWay(edge.FoundAs, edge.Links);
                if (edge.Target is { } target)
                {
                    list.AddPlace(target.Path, $"{edge.Reason} of {who}");
                }
            }
        }
    }

    /// <summary>Adds what was asked about, with the links on the way.</summary>
    public static void AddRoots(
        PackList list, DependencyGraph graph, byte[] program, IReadOnlyList<TreePath> links, string reason)
    {
        list.AddWay(program, links);
        foreach (DependencyNode root in graph.Roots)
        {
            list.AddPlace(root.Path, reason);
        }
    }
}
