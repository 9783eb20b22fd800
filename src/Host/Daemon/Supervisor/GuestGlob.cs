using System.IO.Enumeration;
using Ptracer.Host.Daemon.Guests;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>Patterns of guest paths: glob(7), a component at a time.</summary>
internal static class GuestGlob
{
    /// <summary>The guest paths that match.</summary>
    public static IEnumerable<string> Matches(GuestFiles files, string pattern)
    {
        List<string> found = [""];
        foreach (string part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isPattern = part.AsSpan().IndexOfAny("*?[") >= 0;
            found = [.. found.SelectMany(path => isPattern
                ? files.List(path.Length == 0 ? "/" : path).Where(name => IsMatch(part, name)).Select(name => $"{path}/{name}")
                : [$"{path}/{part}"])];
        }

        return found.Where(path => files.KindOf(path) != FileKind.Missing);
    }

    private static bool IsMatch(string pattern, string name) =>
        (name[0] != '.' || pattern[0] == '.') && FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
