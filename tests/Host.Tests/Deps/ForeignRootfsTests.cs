using System.Text;
using System.Text.Json;
using Ptracer.Host.Tests.Cli;
using Ptracer.Host.Tests.Harness;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;
using Xunit;

namespace Ptracer.Host.Tests.Deps;

/// <summary>
/// A rootfs of another processor, of which nothing can run: what deps finds for a file belongs to the packages that the
/// file's own package depends on, by dpkg's word.
/// </summary>
public sealed class ForeignRootfsTests(ITestOutputHelper output) : CliTest
{
    private static readonly string s_rootfs = Environment.GetEnvironmentVariable("PTRACER_ROOTFS_ARM64") is { Length: > 0 } path
        ? path
        : throw new InvalidOperationException("PTRACER_ROOTFS_ARM64 is not set; run ./build.sh test, which makes that rootfs");

    private static readonly string[] s_directories =
        ["/lib/aarch64-linux-gnu/", "/usr/lib/aarch64-linux-gnu/", "/lib/", "/usr/lib/"];

    [Fact]
    public void Deps_EveryFileOfArm64_NamesFilesOfThePackagesItDependsOn()
    {
        using DirectoryTree tree = new(s_rootfs);
        TreeResolver resolver = new(tree);
        Dictionary<string, HashSet<string>> closures = DpkgDependencies.Closures(File.ReadAllText(s_rootfs + "/var/lib/dpkg/status"));
        List<string> files = DynamicFiles.ElfFilesOf(s_rootfs);
        List<string> wrong = [];
        int edges = 0;
        List<(string Program, JsonElement Answer)> answers = [.. Answers(files)];
        PackageOwners owners = new(resolver, answers.SelectMany(Places));
        foreach ((string program, JsonElement answer) in answers)
        {
            string owner = owners.Of(TreePath.Of(program)) ?? "nobody";
            foreach (JsonElement file in answer.GetProperty("files").EnumerateArray())
            {
                string needed = file.GetProperty("path").GetString()!;
                string provider = owners.Of(TreePath.Of(needed)) ?? "nobody";
                edges++;
                if (provider != owner && !closures.GetValueOrDefault(owner, []).Contains(provider))
                {
                    wrong.Add($"{program} of {owner}: {needed} of {provider}");
                }
            }

            wrong.AddRange(answer.GetProperty("missing").EnumerateArray()
                .Select(missing => missing.GetProperty("name").GetString()!)
                .Where(name => IsThere(resolver, name))
                .Select(name => $"{program}: {name} is there and was not found"));
        }

        output.WriteLine($"{files.Count} files, {edges} needed files compared, {wrong.Count} wrong");
        Assert.InRange(files.Count, 300, int.MaxValue);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<TreePath> Places((string Program, JsonElement Answer) one) => one.Answer.GetProperty("files")
        .EnumerateArray().Select(file => file.GetProperty("path").GetString()!).Append(one.Program).Select(TreePath.Of);

    private IEnumerable<(string Program, JsonElement Answer)> Answers(List<string> files)
    {
        GuestRun run = RunHost([TestPlace.Binary, "deps", "-r", s_rootfs, "--each", "--json", .. files]);
        Assert.InRange(run.Status, 0, 1);
        foreach (string line in run.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            JsonElement answer = JsonDocument.Parse(line).RootElement;
            yield return (answer.GetProperty("programs")[0].GetProperty("path").GetString()!, answer);
        }
    }

    /// <summary>A library of no package that was extracted is rightly missing.</summary>
    private static bool IsThere(TreeResolver resolver, string name) =>
        s_directories.Any(directory => resolver.Find(Encoding.UTF8.GetBytes(directory + name)).IsFound);
}
