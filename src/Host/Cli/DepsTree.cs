using System.Globalization;
using System.Text;
using Ptracer.Packer.Dependencies;

namespace Ptracer.Host.Cli;

/// <summary>
/// The form for people: a tree below each program. What a file needs is shown where the file is met first; later it is
/// only named. What is missing stands in its place, and again at the end.
/// </summary>
internal sealed class DepsTree(StringBuilder text, DepsTreeStyle style)
{
    private const string Red = "\u001b[31m";
    private const string Bold = "\u001b[1m";
    private const string Faint = "\u001b[2m";
    private const string Plain = "\u001b[0m";

    private readonly HashSet<DependencyNode> _shown = [];

    private readonly record struct Line(DependencyEdge Edge, DependencyNode Needer, string Indent, bool IsLast);

    /// <summary>Writes it.</summary>
    public void Write(DepsReport report)
    {
        ILookup<DependencyNode?, MissingDependency> missing = report.Graph.Missing.ToLookup(one => one.NeededBy);
        foreach (DependencyNode root in report.Graph.Roots)
        {
            WriteRoot(root, missing);
        }

        WriteMissing(report.Graph.Missing);
        long bytes = 0;
        foreach (DependencyNode node in report.Graph.Nodes)
        {
            bytes += node.Entry.SizeBytes;
        }

        int count = report.Graph.Nodes.Count;
        string rest = report.Graph.Missing.Count == 0 ? "" : Colored(Red, Plural(report.Graph.Missing.Count, "problem"), "; ");
        text.Append(CultureInfo.InvariantCulture, $"{Plural(count, "file")}, {DepsReport.Size(bytes)}{rest}\n");
    }

    private static string Plural(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private void WriteRoot(DependencyNode root, ILookup<DependencyNode?, MissingDependency> missing)
    {
        string what = $" ({DepsReport.Kind(root.Kind)}, {DepsReport.Size(root.Entry.SizeBytes)})";
        text.Append(Colored(Bold, DepsReport.Text(root.Path.Bytes))).Append(what).Append('\n');
        Stack<Line> rest = new();
        Push(rest, root, "");
        while (rest.TryPop(out Line line))
        {
            text.Append(line.Indent).Append(line.IsLast ? "└── " : "├── ");
            WriteEdge(line, missing);
            if (line.Edge.Target is { } target)
            {
                Push(rest, target, line.Indent + (line.IsLast ? "    " : "│   "));
            }
        }

        text.Append('\n');
    }

    private void Push(Stack<Line> rest, DependencyNode node, string indent)
    {
        if (_shown.Add(node))
        {
            for (int index = node.Needs.Count - 1; index >= 0; index--)
            {
                rest.Push(new Line(node.Needs[index], node, indent, index == node.Needs.Count - 1));
            }
        }
    }

    private void WriteEdge(Line line, ILookup<DependencyNode?, MissingDependency> missing)
    {
        DependencyEdge edge = line.Edge;
        string name = DepsReport.Text(edge.Name);
        if (edge.Target is not { } target)
        {
            MissingDependency? why = missing[line.Needer].FirstOrDefault(one => one.Name.AsSpan().SequenceEqual(edge.Name));
            text.Append(Colored(Red, $"{name} => {Terminal.OneLine(why?.Problem ?? "not found")}")).Append('\n');
            return;
        }

        string path = DepsReport.Text(target.Path.Bytes);
        text.Append(name == path ? name : $"{name} => {path}");
        string again = _shown.Contains(target) && target.Needs.Count > 0 ? ", see above" : "";
        text.Append(Colored(Faint, $"({DepsReport.Size(target.Entry.SizeBytes)}{again})", " "));
        if (style.Verbose)
        {
            text.Append(Colored(Faint, $"[{edge.Reason}{Way(edge, target)}]", " "));
        }

        foreach (MissingDependency version in missing[line.Needer])
        {
            if (version.Name.AsSpan().SequenceEqual(edge.Name))
            {
                text.Append(Colored(Red, Terminal.OneLine(version.Problem), " "));
            }
        }

        text.Append('\n');
    }

    private static string Way(DependencyEdge edge, DependencyNode target)
    {
        string found = edge.FoundAs.AsSpan().SequenceEqual(target.Path.Bytes) ? "" : $", as {DepsReport.Text(edge.FoundAs)}";
        string links = string.Join(", ", edge.Links.Select(link => DepsReport.Text(link.Bytes)));
        return found + (links.Length > 0 ? $", through the links {links}" : "");
    }

    private void WriteMissing(IReadOnlyList<MissingDependency> missing)
    {
        foreach (MissingDependency one in missing)
        {
            string who = one.NeededBy is { } node ? $", needed by {DepsReport.Text(node.Path.Bytes)}" : "";
            text.Append(Colored(Red, $"{DepsReport.Text(one.Name)}: {Terminal.OneLine(one.Problem)}{who}")).Append('\n');
        }
    }

    private string Colored(string color, string what, string before = "") =>
        style.Colors ? before + color + what + Plain : before + what;
}
