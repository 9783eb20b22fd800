using System.Globalization;

namespace Ptracer.Units;

/// <summary>
/// Enables and disables init scripts, which have no [Install] section but links in the directories of the runlevels, as
/// update-rc.d(8) does: <c>Snn</c> starts, <c>Knn</c> stops.
/// </summary>
internal static class SysvRunlevels
{
    /// <summary>Where the scripts are.</summary>
    public const string Scripts = "/etc/init.d/";

    /// <summary>The script of a unit that is one; null: it is none.</summary>
    public static string? ScriptOf(Unit unit) =>
        unit.FragmentPath is { } fragment && UnitDirectories.IsGenerated(fragment) &&
        unit.Section.SourcePath is { } path && path.StartsWith(Scripts, StringComparison.Ordinal)
            ? path[Scripts.Length..]
            : null;

    /// <summary>The changes that start a script in its runlevels, or in none.</summary>
    public static IReadOnlyList<InstallChange> Change(IUnitFiles files, string script, bool enable)
    {
        List<InstallChange> changes = [];
        foreach (int level in Levels(files, script))
        {
            string directory = string.Create(CultureInfo.InvariantCulture, $"/etc/rc{level}.d");
            char wanted = enable ? 'S' : 'K';
            string[] links = [.. files.List(directory).Where(name => IsLink(name) && name[3..] == script)];
            if (Array.Exists(links, name => name[0] == wanted))
            {
                continue;
            }

            changes.AddRange(links.Select(name => new InstallChange($"{directory}/{name}", null)));
            changes.Add(new InstallChange($"{directory}/{wanted}01{script}", "../init.d/" + script));
        }

        return changes;
    }

    /// <summary>Whether a name in a runlevel's directory is that of a link to a script.</summary>
    public static bool IsLink(string name) => name is ['S' or 'K', >= '0' and <= '9', >= '0' and <= '9', _, ..];

    // Those that its header names; without one, all in which services run.
    private static int[] Levels(IUnitFiles files, string script)
    {
        int[] named = [.. InitScript.Parse(files.Read(Scripts + script) ?? []).Levels];
        return named.Length > 0 ? named : [2, 3, 4, 5];
    }
}
