using System.Text;
using Ptracer.Packer.Dependencies;
using Ptracer.Packer.Trees;

namespace Ptracer.Host.Cli;

/// <summary>The flat form: every file and every symbolic link on the way to one, sorted, one a line. What is missing is told on standard error.</summary>
internal static class DepsList
{
    /// <summary>Writes it.</summary>
    public static void Write(StringBuilder text, DepsReport report)
    {
        SortedSet<TreePath> paths = [];
        foreach (byte[] program in report.Programs)
        {
            paths.UnionWith(report.Locate(program).Links);
        }

        foreach (DependencyNode node in report.Graph.Nodes)
        {
            paths.Add(node.Path);
            foreach (DependencyEdge edge in node.Needs)
            {
                paths.UnionWith(edge.Links);
            }
        }

        foreach (TreePath path in paths)
        {
            text.Append(DepsReport.Text(path.Bytes)).Append('\n');
        }

        foreach (MissingDependency missing in report.Graph.Missing)
        {
            string who = missing.NeededBy is { } node ? $" (needed by {DepsReport.Text(node.Path.Bytes)})" : "";
            Terminal.Warn($"{DepsReport.Text(missing.Name)}: {missing.Problem}{who}; install what has it, or see --library-path");
        }
    }
}
