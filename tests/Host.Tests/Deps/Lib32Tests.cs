using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ptracer.Host.Tests.Cli;
using Ptracer.Host.Tests.Harness;
using Ptracer.Packer.Trees;
using Xunit;

namespace Ptracer.Host.Tests.Deps;

/// <summary>
/// Every 32-bit x86 library of a tree that holds 64-bit ones of the same names: deps names what following the NEEDED
/// entries and RUNPATHs that readelf(1) prints leads to. Not every machine runs 32-bit code, so no ld.so is asked.
/// </summary>
public sealed partial class Lib32Tests(ITestOutputHelper output) : CliTest
{
    private static readonly string s_tree = Environment.GetEnvironmentVariable("PTRACER_LIB32_TREE") is { Length: > 0 } path
        ? path
        : throw new InvalidOperationException("PTRACER_LIB32_TREE is not set; run ./build.sh test, which makes that tree");

    [Fact]
    public void Deps_EveryFileOf32Bits_NamesWhatItsNeededEntriesLeadTo()
    {
        using DirectoryTree tree = new(s_tree);
        TreeResolver resolver = new(tree);
        List<string> files = [.. DynamicFiles.ElfFilesOf(s_tree).Where(file => file.StartsWith("/usr/lib32/", StringComparison.Ordinal))];
        Dictionary<string, List<string>> needs = Needed(files);
        List<string> wrong = [];
        int edges = 0;
        foreach ((string file, SortedSet<string> ours) in Ours(files))
        {
            SortedSet<string> theirs = Closure(file, needs, resolver);
            edges += theirs.Count;
            if (!ours.SetEquals(theirs))
            {
                wrong.Add($"{file}\n  deps:   {string.Join(' ', ours)}\n  NEEDED: {string.Join(' ', theirs)}");
            }
        }

        output.WriteLine($"{files.Count} files, {edges} needed files compared, {wrong.Count} differ");
        Assert.InRange(files.Count, 250, int.MaxValue);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private IEnumerable<(string File, SortedSet<string> Needed)> Ours(List<string> files)
    {
        GuestRun run = RunHost([TestPlace.Binary, "deps", "-r", s_tree, "--each", "--json", .. files]);
        Assert.InRange(run.Status, 0, 1);
        string[] lines = run.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(files.Count, lines.Length);
        foreach ((string file, string line) in files.Zip(lines))
        {
            JsonElement answer = JsonDocument.Parse(line).RootElement;
            IEnumerable<string> found = answer.GetProperty("files").EnumerateArray().Select(one => one.GetProperty("path").GetString()!);
            IEnumerable<string> missing = answer.GetProperty("missing").EnumerateArray()
                .Select(one => "missing " + one.GetProperty("name").GetString());
            yield return (file, new SortedSet<string>(found.Where(path => path != file).Concat(missing), StringComparer.Ordinal));
        }
    }

    /// <summary>Of each file, the names it needs, and its RUNPATH as <c>runpath PATH</c> before them.</summary>
    private static Dictionary<string, List<string>> Needed(List<string> files)
    {
        string told = HostCommand.Run("readelf", ["-ldW", .. files.Select(file => s_tree + file)]);
        Dictionary<string, List<string>> needs = [];
        List<string> names = [];
        foreach (string line in told.Split('\n'))
        {
            if (line.StartsWith("File: ", StringComparison.Ordinal))
            {
                needs.Add(line["File: ".Length..][s_tree.Length..].Trim(), names = []);
            }
            else if (Runpath().Match(line) is { Success: true } runpath)
            {
                names.Insert(0, "runpath " + runpath.Groups[1].Value);
            }
            else if (NeededName().Match(line) is { Success: true } match)
            {
                names.Add(match.Groups[1].Value);
            }
        }

        return needs;
    }

    private static SortedSet<string> Closure(string file, Dictionary<string, List<string>> needs, TreeResolver resolver)
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        Queue<string> rest = new([file]);
        while (rest.TryDequeue(out string? one))
        {
            if (!needs.ContainsKey(one))
            {
                continue; // missing
            }

            string directory = one[..one.LastIndexOf('/')];
            List<string> places = ["/lib32"];
            foreach (string name in needs[one])
            {
                if (name.StartsWith("runpath ", StringComparison.Ordinal))
                {
                    places.InsertRange(0, name["runpath ".Length..].Replace("$ORIGIN", directory, StringComparison.Ordinal).Split(':'));
                }
                else if ((name[0] != '/' || one == file) && Place(name, places, resolver) is var place && place != file && found.Add(place))
                {
                    rest.Enqueue(place); // an interpreter is a path, and loaded for the program alone
                }
            }
        }

        return found;
    }

    private static string Place(string name, List<string> directories, TreeResolver resolver)
    {
        IEnumerable<string> paths = name[0] == '/' ? [name] : directories.Select(directory => $"{directory}/{name}");
        TreeLookup lookup = paths.Select(path => resolver.Find(Encoding.UTF8.GetBytes(path))).FirstOrDefault(one => one.IsFound);
        return lookup.IsFound ? lookup.Path.ToString() : "missing " + name;
    }

    [GeneratedRegex(@"\((?:RUNPATH|RPATH)\)\s+Library r(?:un)?path: \[([^\]]+)\]")]
    private static partial Regex Runpath();

    [GeneratedRegex(@"(?:\(NEEDED\)\s+Shared library: \[|\[Requesting program interpreter: )([^\]]+)\]")]
    private static partial Regex NeededName();
}
