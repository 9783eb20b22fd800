using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ptracer.Host.Tests.Harness;
using Ptracer.Host.Tests.Packs;
using Xunit;

namespace Ptracer.Host.Tests.Deps;

/// <summary>
/// The forms of <c>deps</c> say the same of a tree in which a library is missing: JSON is read as JSON, the picture as XML,
/// and what is for dot(1) by its grammar.
/// </summary>
public sealed partial class DepsFormsTests : PackTest
{
    private const string Gone = "libz.so.1";

    [Fact]
    public void Deps_OfATreeWithoutALibrary_SaysTheSameInEveryForm()
    {
        Pack("git", "bash");
        FileSystemInfo library = File.ResolveLinkTarget($"{PackPath}/usr/lib/x86_64-linux-gnu/{Gone}", returnFinalTarget: true)!;
        library.Delete();

        JsonElement json = JsonDocument.Parse(Deps("--json")).RootElement;
        List<JsonElement> files = [.. json.GetProperty("files").EnumerateArray()];
        SortedSet<string> paths = new(files.Select(file => file.GetProperty("path").GetString()!), StringComparer.Ordinal);
        List<(string From, string To)> edges = [.. files.SelectMany(EdgesOf)];

        Assert.Equal(files.Count, paths.Count);
        Assert.Contains("/usr/bin/git", paths);
        Assert.All(paths, path => Assert.Equal(new FileInfo(PackPath + path).Length, SizeOf(files, path)));
        JsonElement missing = Assert.Single(json.GetProperty("missing").EnumerateArray());
        Assert.Equal((Gone, "/usr/bin/git", "not found"), (Text(missing, "name"), Text(missing, "needed_by"), Text(missing, "problem")));
        CompareTree(Deps(), paths);
        CompareDot(Deps("--dot"), paths, edges);
        CompareSvg(Deps("--svg"), paths, edges);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--dot")]
    [InlineData("--svg")]
    public void Deps_OfNamesThatTheFormsQuote_IsStillWellFormed(string form)
    {
        const string Name = "a\"b<&>\\'é";
        Write($"tree/{Name}", "#!/bin/no\\\"such<interpreter>&\n");
        GuestRun run = StartHost([.. Guest.NativeLine([]), TestPlace.Binary, "deps", "-r", Scratch + "/tree", form, "/" + Name]).Wait(60);

        run.ExpectStatus(1);
        string told = form switch
        {
            "--json" => JsonDocument.Parse(run.Stdout).RootElement.GetProperty("files")[0].GetProperty("path").GetString()!,
            "--svg" => XDocument.Parse(run.Stdout).Descendants().First(one => one.Name.LocalName == "title").Value,
            _ => DotLines(run.Stdout).Select(line => DotNode().Match(line)).First(match => match.Success).Groups[1].Value
                .Replace("\\\\", "\\", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal),
        };
        Assert.StartsWith("/" + Name, told, StringComparison.Ordinal);
    }

    private static IEnumerable<(string From, string To)> EdgesOf(JsonElement file) => file.GetProperty("needs").EnumerateArray()
        .Select(need => (Text(file, "path"), need.GetProperty("path").GetString() ?? "missing: " + Text(need, "name")));

    private static string Text(JsonElement one, string name) => one.GetProperty(name).GetString()!;

    private static long SizeOf(List<JsonElement> files, string path) =>
        files.Single(file => Text(file, "path") == path).GetProperty("size").GetInt64();

    // Each line of the tree names a file or what is missing; the last counts them.
    private static void CompareTree(string tree, SortedSet<string> paths)
    {
        string[] lines = tree.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> named = lines.Select(line => TreeLine().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value);
        Assert.Equal(paths, new SortedSet<string>(named, StringComparer.Ordinal));
        Assert.Contains(lines, line => line.EndsWith($"── {Gone} => not found", StringComparison.Ordinal));
        Assert.StartsWith(paths.Count.ToString(CultureInfo.InvariantCulture) + " files, ", lines[^1], StringComparison.Ordinal);
        Assert.EndsWith("; 1 problem", lines[^1], StringComparison.Ordinal);
    }

    private static void CompareDot(string dot, SortedSet<string> paths, List<(string From, string To)> edges)
    {
        List<string> nodes = [];
        List<(string From, string To)> arrows = [];
        foreach (string line in DotLines(dot))
        {
            if (DotEdge().Match(line) is { Success: true } edge)
            {
                arrows.Add((edge.Groups[1].Value, edge.Groups[2].Value));
            }
            else
            {
                Match node = DotNode().Match(line);
                Assert.True(node.Success, line);
                nodes.Add(node.Groups[1].Value);
                Assert.Equal(node.Groups[1].Value.StartsWith("missing: ", StringComparison.Ordinal), line.Contains("color=red", StringComparison.Ordinal));
            }
        }

        Assert.Equal(paths.Append("missing: " + Gone).Order(StringComparer.Ordinal), nodes.Order(StringComparer.Ordinal));
        Assert.Equal(edges.Order(), arrows.Order());
    }

    private static string[] DotLines(string dot)
    {
        string[] lines = dot.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("digraph dependencies {", "}"), (lines[0], lines[^1]));
        Assert.Equal(["  rankdir=LR;", "  node [shape=box];"], lines[1..3]);
        return lines[3..^1];
    }

    private static void CompareSvg(string svg, SortedSet<string> paths, List<(string From, string To)> edges)
    {
        XNamespace space = "http://www.w3.org/2000/svg";
        XElement root = XDocument.Parse(svg).Root!;
        List<XElement> boxes = [.. root.Descendants(space + "title").Select(title => title.Parent!)];
        List<string> titles = [.. boxes.Select(box => box.Element(space + "title")!.Value)];

        Assert.Equal(space + "svg", root.Name);
        IEnumerable<string> files = titles.Where(title => title.StartsWith('/')).Select(title => title[..title.IndexOf(" (", StringComparison.Ordinal)]);
        Assert.Equal(paths, files.Order(StringComparer.Ordinal));
        XElement missing = Assert.Single(boxes, box => box.Element(space + "rect")!.Attribute("stroke-dasharray") is not null);
        Assert.Equal($"{Gone}: not found", missing.Element(space + "title")!.Value);
        Assert.Equal(paths.Count + 1, boxes.Count);
        Assert.Equal(edges.Count, root.Descendants(space + "path").Count());
        Assert.All(boxes, box => Assert.True(IsInside(box.Element(space + "rect")!, root)));
    }

    private static bool IsInside(XElement box, XElement picture) =>
        (int)box.Attribute("x")! + (int)box.Attribute("width")! <= (int)picture.Attribute("width")! &&
        (int)box.Attribute("y")! + (int)box.Attribute("height")! <= (int)picture.Attribute("height")!;

    private string Deps(params string[] words) =>
        StartHost([.. Guest.NativeLine([]), TestPlace.Binary, "deps", "-r", PackPath, .. words, "git", "bash"]).Wait(60)
            .ExpectStatus(1).Stdout;

    [GeneratedRegex(@"^[│├└─ ]*(?:\S+ => )?(/\S+) \(")]
    private static partial Regex TreeLine();

    [GeneratedRegex("""^  "((?:[^"\\]|\\.)*)" \[(?:\w+=(?:"(?:[^"\\]|\\.)*"|\w+)(?:, )?)+\];$""")]
    private static partial Regex DotNode();

    [GeneratedRegex("""^  "((?:[^"\\]|\\.)*)" -> "((?:[^"\\]|\\.)*)"(?: \[color=red\])?;$""")]
    private static partial Regex DotEdge();
}
