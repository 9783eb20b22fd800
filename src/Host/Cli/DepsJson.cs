using System.Text;
using Ptracer.Packer.Dependencies;
using Ptracer.Packer.Trees;

namespace Ptracer.Host.Cli;

/// <summary>
/// The form for programs. <c>programs</c>: what was asked about, the file that it is and the links on the way;
/// <c>files</c>: each file with what it needs; <c>missing</c>: what cannot be had.
/// </summary>
internal static class DepsJson
{
    /// <summary>Writes it: indented, or a line for each program.</summary>
    public static void Write(StringBuilder text, DepsReport report, DepsScope scope)
    {
        JsonText json = new(text, scope == DepsScope.Each ? JsonLayout.OneLine : JsonLayout.Lines);
        json.Open('{').Open('[', "programs");
        foreach (byte[] program in report.Programs)
        {
            TreeLookup lookup = report.Locate(program);
            json.Open('{').String("name", program);
            Path(json, "path", lookup.IsFound ? lookup.Path : null);
            Links(json, lookup.Links);
            json.Close('}');
        }

        json.Close(']').Open('[', "files");
        foreach (DependencyNode node in report.Graph.Nodes)
        {
            Node(json, node);
        }

        json.Close(']').Open('[', "missing");
        foreach (MissingDependency missing in report.Graph.Missing)
        {
            json.Open('{').String("name", missing.Name);
            Path(json, "needed_by", missing.NeededBy?.Path);
            json.String("problem", Encoding.UTF8.GetBytes(missing.Problem)).Close('}');
        }

        json.Close(']').Close('}');
        text.Append('\n');
    }

    private static void Node(JsonText json, DependencyNode node)
    {
        json.Open('{')
            .String("path", node.Path.Bytes)
            .String("kind", Encoding.ASCII.GetBytes(DepsReport.Kind(node.Kind)))
            .Number("size", node.Entry.SizeBytes)
            .Open('[', "needs");
        foreach (DependencyEdge edge in node.Needs)
        {
            json.Open('{').String("name", edge.Name);
            Path(json, "path", edge.Target?.Path);
            if (edge.Target is not null)
            {
                json.String("found_as", edge.FoundAs);
                Links(json, edge.Links);
            }

            json.String("reason", Encoding.UTF8.GetBytes(edge.Reason)).Close('}');
        }

        json.Close(']').Close('}');
    }

    private static void Path(JsonText json, string name, TreePath? path)
    {
        if (path is { } found)
        {
            json.String(name, found.Bytes);
        }
        else
        {
            json.Null(name);
        }
    }

    private static void Links(JsonText json, IReadOnlyList<TreePath> links)
    {
        json.Open('[', "links");
        foreach (TreePath link in links)
        {
            json.String(null, link.Bytes);
        }

        json.Close(']');
    }
}
