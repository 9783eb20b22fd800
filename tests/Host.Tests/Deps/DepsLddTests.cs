using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ptracer.Host.Tests.Cli;
using Ptracer.Host.Tests.Harness;
using Ptracer.Packer.Trees;
using Xunit;

namespace Ptracer.Host.Tests.Deps;

/// <summary>
/// Every dynamic x86-64 program and library of the rootfs: deps names the files that the rootfs's own ld.so names when it
/// is asked what it would load, which is what ldd does.
/// </summary>
public sealed partial class DepsLddTests(ITestOutputHelper output) : CliTest
{
    private const string LoaderLoop = """
        while read -r file; do
            echo "= $file"
            LD_TRACE_LOADED_OBJECTS=1 /lib64/ld-linux-x86-64.so.2 "$file" 2>&1 || true
        done
        """;

    [Fact]
    public void Deps_EveryDynamicFileOfTheRootfs_NamesWhatLddNames()
    {
        List<string> files = DynamicFiles.OfRootfs();
        Dictionary<string, SortedSet<string>> ours = Ours(files);
        Dictionary<string, SortedSet<string>> theirs = Ldd(files);
        List<string> differing = [];
        foreach (string file in files)
        {
            if (!ours[file].SetEquals(theirs[file]))
            {
                differing.Add($"{file}\n  deps: {string.Join(' ', ours[file])}\n  ldd:  {string.Join(' ', theirs[file])}");
            }
        }

        output.WriteLine($"{files.Count} files compared, {differing.Count} differ");
        Assert.InRange(files.Count, 500, int.MaxValue);
        Assert.True(differing.Count == 0, string.Join('\n', differing));
    }

    private Dictionary<string, SortedSet<string>> Ours(List<string> files)
    {
        Dictionary<string, SortedSet<string>> found = [];
        GuestRun run = RunHost([TestPlace.Binary, "deps", "-r", TestPlace.Rootfs, "--each", "--json", .. files]);
        Assert.InRange(run.Status, 0, 1);
        foreach (string line in run.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument answer = JsonDocument.Parse(line);
            string program = answer.RootElement.GetProperty("programs")[0].GetProperty("name").GetString()!;
            SortedSet<string> names = new(StringComparer.Ordinal);
            foreach (JsonElement file in answer.RootElement.GetProperty("files").EnumerateArray())
            {
                names.Add(file.GetProperty("path").GetString()!);
            }

            foreach (JsonElement missing in answer.RootElement.GetProperty("missing").EnumerateArray())
            {
                names.Add("missing " + missing.GetProperty("name").GetString());
            }

            names.Remove(program);
            found.Add(program, names);
        }

        return found;
    }

    private Dictionary<string, SortedSet<string>> Ldd(List<string> files)
    {
        byte[] list = Encoding.UTF8.GetBytes(string.Join('\n', files) + "\n");
        string listFile = Path.Combine(Scratch, "files");
        File.WriteAllBytes(listFile, list);
        GuestRun run = TestPlace.IsRoot
            ? StartHost("/bin/sh", "-c", "exec chroot \"$1\" /bin/sh -c \"$2\" <\"$3\"", "sh", TestPlace.Rootfs, LoaderLoop, listFile).Wait(120)
            : Start("/bin/sh", "-c", LoaderLoop).Feed(list).Wait(300);
        using DirectoryTree tree = new(TestPlace.Rootfs);
        TreeResolver resolver = new(tree);
        Dictionary<string, SortedSet<string>> found = [];
        SortedSet<string> names = [];
        foreach (string line in run.ExpectSuccess().Stdout.Split('\n'))
        {
            if (line.StartsWith("= ", StringComparison.Ordinal))
            {
                found.Add(line[2..], names = new SortedSet<string>(StringComparer.Ordinal));
            }
            else if (Missing().Match(line) is { Success: true } missing)
            {
                names.Add("missing " + missing.Groups[1].Value);
            }
            else if (Loaded().Match(line) is { Success: true } loaded)
            {
                names.Add(resolver.Find(Encoding.UTF8.GetBytes(loaded.Groups[1].Value)).Path.ToString());
            }
        }

        return found;
    }

    [GeneratedRegex(@"^\t(\S+) => not found")]
    private static partial Regex Missing();

    [GeneratedRegex(@"^\t(?:\S+ => )?(/\S+) \(0x")]
    private static partial Regex Loaded();
}
