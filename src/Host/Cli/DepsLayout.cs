using System.Globalization;
using System.Text;
using Ptracer.Packer.Dependencies;

namespace Ptracer.Host.Cli;

/// <summary>A box of the picture.</summary>
/// <param name="label">What is written in it.</param>
/// <param name="title">What is told about it.</param>
internal sealed class DepsBox(string label, string title)
{
    /// <summary>All are as wide.</summary>
    public const int Width = 240;

    /// <summary>What is written in it.</summary>
    public string Label { get; } = label;

    /// <summary>What is told about it.</summary>
    public string Title { get; } = title;

    /// <summary>What the file is.</summary>
    public DependencyKind Kind { get; init; }

    /// <summary>Whether it stands for what is missing.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Its height: by the file's size.</summary>
    public int Height { get; init; }

    /// <summary>Its left edge.</summary>
    public int X { get; set; }

    /// <summary>Its upper edge.</summary>
    public int Y { get; set; }
}

/// <summary>
/// Places the boxes of a graph: a file's column is one behind the first that needs it, and in a column boxes stand in the
/// order in which they were met, which keeps those of one parent together.
/// </summary>
internal sealed class DepsLayout
{
    private const int ColumnWidth = 340;
    private const int Gap = 8;
    private const int Margin = 20;
    private const int LeastHeight = 20;
    private const int MostHeight = 90;
    private const double BytesOfAPixel = 2500; // of the square root: 4 MiB are 57 pixels

    private readonly Dictionary<DependencyNode, DepsBox> _boxes = [];
    private readonly List<DepsBox> _all = [];
    private readonly List<(DepsBox From, DepsBox To)> _lines = [];
    private readonly List<int> _columnEnds = [];

    /// <summary>Lays a graph out.</summary>
    public DepsLayout(DependencyGraph graph)
    {
        Dictionary<DependencyNode, int> columns = Columns(graph);
        foreach (DependencyNode node in graph.Nodes)
        {
            DepsBox box = new(Text(node.Path.Name), Title(node))
            {
                Kind = node.Kind,
                Height = (int)Math.Clamp(LeastHeight + Math.Sqrt(node.Entry.SizeBytes / BytesOfAPixel), LeastHeight, MostHeight),
            };
            _boxes.Add(node, box);
            Place(box, columns[node]);
        }

        foreach (DependencyNode node in graph.Nodes)
        {
            foreach (DependencyEdge edge in node.Needs)
            {
                if (edge.Target is { } target && target != node)
                {
                    _lines.Add((_boxes[node], _boxes[target]));
                }
            }
        }

        foreach (MissingDependency missing in graph.Missing)
        {
            string name = Text(missing.Name);
            DepsBox box = new(name, $"{name}: {missing.Problem}") { IsMissing = true, Height = LeastHeight };
            Place(box, missing.NeededBy is { } needer ? columns[needer] + 1 : 0);
            if (missing.NeededBy is { } node)
            {
                _lines.Add((_boxes[node], box));
            }
        }
    }

    /// <summary>The boxes.</summary>
    public IReadOnlyList<DepsBox> Boxes => _all;

    /// <summary>The lines between them.</summary>
    public IReadOnlyList<(DepsBox From, DepsBox To)> Lines => _lines;

    /// <summary>The picture's width.</summary>
    public int Width => (2 * Margin) + (ColumnWidth * Math.Max(_columnEnds.Count - 1, 0)) + DepsBox.Width;

    /// <summary>The picture's height.</summary>
    public int Height => (_columnEnds.Count == 0 ? Margin : _columnEnds.Max()) + Margin;

    private static string Text(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);

    private static string Title(DependencyNode node) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Text(node.Path.Bytes)} ({DepsReport.Kind(node.Kind)}, {node.Entry.SizeBytes} bytes)");

    // Breadth first from the programs: the fewest steps to each file.
    private static Dictionary<DependencyNode, int> Columns(DependencyGraph graph)
    {
        Dictionary<DependencyNode, int> columns = [];
        Queue<DependencyNode> rest = new();
        foreach (DependencyNode root in graph.Roots)
        {
            if (columns.TryAdd(root, 0))
            {
                rest.Enqueue(root);
            }
        }

        while (rest.TryDequeue(out DependencyNode? node))
        {
            foreach (DependencyEdge edge in node.Needs)
            {
                if (edge.Target is { } target && columns.TryAdd(target, columns[node] + 1))
                {
                    rest.Enqueue(target);
                }
            }
        }

        foreach (DependencyNode node in graph.Nodes)
        {
            columns.TryAdd(node, 0);
        }

        return columns;
    }

    private void Place(DepsBox box, int column)
    {
        while (_columnEnds.Count <= column)
        {
            _columnEnds.Add(Margin);
        }

        _all.Add(box);
        box.X = Margin + (column * ColumnWidth);
        box.Y = _columnEnds[column];
        _columnEnds[column] += box.Height + Gap;
    }
}
