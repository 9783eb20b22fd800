using System.Text.RegularExpressions;

namespace Ptracer.Host.Tests.Deps;

/// <summary>What Debian packages depend on, by dpkg's own file.</summary>
internal static partial class DpkgDependencies
{
    /// <summary>Each package with all that it depends on, directly or not, by /var/lib/dpkg/status.</summary>
    public static Dictionary<string, HashSet<string>> Closures(string status)
    {
        Dictionary<string, List<string>> direct = [];
        Dictionary<string, List<string>> providers = [];
        foreach (string paragraph in status.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string package = Field(paragraph, "Package").Single();
            direct[package] = [.. Field(paragraph, "Depends"), .. Field(paragraph, "Pre-Depends")];
            foreach (string name in Field(paragraph, "Provides").Append(package))
            {
                providers.TryAdd(name, []);
                providers[name].Add(package);
            }
        }

        return direct.Keys.ToDictionary(package => package, package => Closure(package, direct, providers));
    }

    private static HashSet<string> Closure(
        string package, Dictionary<string, List<string>> direct, Dictionary<string, List<string>> providers)
    {
        HashSet<string> seen = [];
        Queue<string> rest = new([package]);
        while (rest.TryDequeue(out string? next))
        {
            foreach (string one in direct[next].SelectMany(name => providers.GetValueOrDefault(name, [])).Where(seen.Add))
            {
                rest.Enqueue(one);
            }
        }

        return seen;
    }

    /// <summary>The names of packages in a field: without versions, alternatives one by one.</summary>
    private static IEnumerable<string> Field(string paragraph, string name)
    {
        Match line = Regex.Match(paragraph, $"^{name}: (.*)$", RegexOptions.Multiline);
        return line.Success ? PackageName().Matches(line.Groups[1].Value).Select(match => match.Groups[1].Value) : [];
    }

    [GeneratedRegex(@"(?:^|[,|] *)([a-z0-9][a-z0-9.+-]*)")]
    private static partial Regex PackageName();
}
