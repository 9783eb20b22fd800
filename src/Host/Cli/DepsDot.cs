using System.Globalization;
using System.Text;
using Ptracer.Packer.Dependencies;

namespace Ptracer.Host.Cli;

/// <summary>The form for dot(1): a node for each file, red ones for what is missing.</summary>
internal static class DepsDot
{
    /// <summary>Writes it.</summary>
    public static void Write(StringBuilder text, DepsReport report)
    {
        text.Append("digraph dependencies {\n  rankdir=LR;\n  node [shape=box];\n");
        foreach (DependencyNode node in report.Graph.Nodes)
        {
            string path = Quoted(node.Path.Bytes);
            string size = DepsReport.Size(node.Entry.SizeBytes);
            string shape = node.Kind == DependencyKind.Library ? "" : ", style=bold";
            text.Append(CultureInfo.InvariantCulture, $"  \"{path}\" [label=\"{Quoted(node.Path.Name)}\\n{size}\"{shape}];\n");
        }

        foreach (DependencyNode node in report.Graph.Nodes)
        {
            foreach (DependencyEdge edge in node.Needs)
            {
                string target = edge.Target is { } found ? Quoted(found.Path.Bytes) : "missing: " + Quoted(edge.Name);
                text.Append(CultureInfo.InvariantCulture, $"  \"{Quoted(node.Path.Bytes)}\" -> \"{target}\";\n");
            }
        }

        foreach (MissingDependency missing in report.Graph.Missing)
        {
            string name = Quoted(missing.Name);
            string problem = Escaped(missing.Problem);
            text.Append(
                CultureInfo.InvariantCulture,
                $"  \"missing: {name}\" [label=\"{name}\\n{problem}\", color=red, fontcolor=red, style=dashed];\n");
            if (missing.NeededBy is { } node && !node.Needs.Exists(edge => edge.Target is null && edge.Name == missing.Name))
            {
                text.Append(CultureInfo.InvariantCulture, $"  \"{Quoted(node.Path.Bytes)}\" -> \"missing: {name}\" [color=red];\n");
            }
        }

        text.Append("}\n");
    }

    private static string Quoted(ReadOnlySpan<byte> name) => Escaped(Encoding.UTF8.GetString(name));

    private static string Escaped(string name) => Terminal.OneLine(name)
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
