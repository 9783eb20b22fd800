using Xunit;

namespace Ptracer.Units.Tests;

/// <summary>Enabling and disabling beside <c>systemctl --root</c>, over a tree of Debian packages.</summary>
public sealed class InstallTests
{
    [Fact]
    public void Units_OfDebianPackages_HaveTheStatesOfListUnitFiles()
    {
        using ScratchTree tree = new();
        tree.Link("etc/systemd/system/masked.service", "/dev/null");
        tree.Write("opt/linked.service", "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n");
        tree.Link("etc/systemd/system/linked.service", "/opt/linked.service");
        tree.Write("run/systemd/generator/generated.service", "[Service]\nExecStart=/bin/true\n");
        tree.Write("etc/systemd/system/also.service", "[Service]\nExecStart=/bin/true\n[Install]\nAlso=cups.service\n");
        tree.Write("etc/systemd/system/empty.service", "");
        tree.Link("etc/systemd/system/broken.service", "/nowhere/broken.service");
        CompareStates(tree, "before");
        Tool.Run("systemctl", ["--root=" + tree.Path, "-q", "preset-all"]);
        int count = CompareStates(tree, "after");
        TestContext.Current.SendDiagnosticMessage("{0} states, twice", count);
        Assert.True(count > 250, $"only {count} states were compared");
    }

    [Fact]
    public void Units_OfDebianPackages_GetTheLinksOfEnableAndLoseThoseOfDisable()
    {
        using ScratchTree tree = new();
        tree.Write("etc/systemd/system/req@.service", "[Service]\nExecStart=/bin/true\n[Install]\nRequiredBy=multi-user.target\nDefaultInstance=one\nAlias=two@.service\n");
        tree.Write("etc/systemd/system/plain.service", "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=a@%n.target x.target\nAlias=other.service other.service\nAlso=cron.service\n");
        List<string> differences = [];
        IReadOnlyList<string> names = tree.UnitFiles().Names();
        int links = 0;
        // All that can be enabled at once, and each that cannot, and some of the others, alone: a start takes time.
        UnitInstaller unchanged = tree.Installer();
        string[] possible = [.. names.Where(name => unchanged.Enable([name]).Errors.Count == 0)];
        IEnumerable<string[]> groups = [possible, .. names.Except(possible).Take(4).Select(name => (string[])[name]), .. possible.Where((_, index) => index % 60 == 0).Select(name => (string[])[name])];
        foreach (string[] group in groups)
        {
            InstallPlan plan = tree.Installer().Enable(group);
            SortedDictionary<string, string> before = tree.LinksBelow("etc/systemd/system");
            ToolResult result = Tool.Run("systemctl", ["--root=" + tree.Path, "-q", "enable", .. group]);
            SortedDictionary<string, string> after = tree.LinksBelow("etc/systemd/system");
            Compare(
                "enable", group, (plan.Errors.Count > 0 ? [] : plan.Changes).Select(change => $"{change.Path} -> {change.Target}"),
                after.Except(before).Select(link => $"{link.Key} -> {link.Value}"), string.Join(' ', plan.Errors) + result.Error, differences);
            links += after.Except(before).Count();

            InstallPlan removal = tree.Installer().Disable(group);
            result = Tool.Run("systemctl", ["--root=" + tree.Path, "-q", "disable", .. group]);
            SortedDictionary<string, string> rest = tree.LinksBelow("etc/systemd/system");
            Compare("disable", group, removal.Changes.Select(change => change.Path), after.Except(rest).Select(link => link.Key), result.Error, differences);
        }

        TestContext.Current.SendDiagnosticMessage("{0} units, {1} links made and removed, {2} differences", names.Count, links, differences.Count);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(40)));
        Assert.True(links > 110, $"only {links} links were made");
    }

    [Fact]
    public void Units_OfDebianPackages_AreEnabledByPresetsAsSystemdDoes()
    {
        using ScratchTree tree = new();
        tree.Write("etc/systemd/system-preset/10-local.preset", "# ours\ndisable cups*\nenable getty@.service tty1 tty2\ndisable [a-c]*.service\n; others\nenable *.socket\ndisable *\n");
        UnitFiles files = tree.UnitFiles();
        Presets presets = new(files.Files);
        string[] lines = Tool.Run("systemctl", ["--root=" + tree.Path, "list-unit-files", "--no-legend", "--plain", "--full"]).Lines;
        int compared = 0;
        foreach (string[] words in lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words is [_, _, "enabled" or "disabled"]))
        {
            Assert.True(words[2] == (presets.IsEnabled(words[0], out _) ? "enabled" : "disabled"), $"{words[0]}: systemd: {words[2]}");
            compared++;
        }

        Assert.True(presets.IsEnabled("getty@.service", out IReadOnlyList<string> instances));
        Assert.Equal(["tty1", "tty2"], instances);
        Assert.True(compared > 100, $"only {compared} presets were compared");
    }

    private static void Compare(string verb, string[] group, IEnumerable<string> ours, IEnumerable<string> theirs, string notes, List<string> differences)
    {
        List<string> missing = [.. theirs.Except(ours)];
        List<string> extra = [.. ours.Except(theirs)];
        if (missing.Count + extra.Count > 0)
        {
            differences.Add($"{verb} {group[0]}...: only ours [{string.Join(", ", extra)}], only systemd's [{string.Join(", ", missing)}] {notes}");
        }
    }

    private static int CompareStates(ScratchTree tree, string when)
    {
        List<string> differences = [];
        UnitInstaller installer = tree.Installer();
        string[] lines = Tool.Run("systemctl", ["--root=" + tree.Path, "list-unit-files", "--no-legend", "--plain", "--full"]).Lines;
        HashSet<string> names = [.. tree.UnitFiles().Names()];
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string ours = installer.StateOf(words[0]) is { } state ? UnitFileStates.Words.NameOf(state) : "none";
            if (ours != words[1])
            {
                differences.Add($"{words[0]}: {ours}, systemd: {words[1]}");
            }

            names.Remove(words[0]);
        }

        differences.AddRange(names.Select(name => $"{name}: systemd does not list it"));
        Assert.True(differences.Count == 0, when + "\n" + string.Join('\n', differences.Take(40)));
        return lines.Length;
    }
}
