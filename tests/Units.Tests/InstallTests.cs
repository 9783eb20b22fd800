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
        int links = 0;
        int units = 0;
        foreach (string name in tree.UnitFiles().Names())
        {
            InstallPlan plan = tree.Installer().Enable([name]);
            SortedDictionary<string, string> before = tree.LinksBelow("etc/systemd/system");
            ToolResult result = Tool.Run("systemctl", ["--root=" + tree.Path, "-q", "enable", name]);
            SortedDictionary<string, string> after = tree.LinksBelow("etc/systemd/system");
            string theirs = string.Join('\n', after.Except(before).Select(link => $"{link.Key} -> {link.Value}"));
            string ours = string.Join('\n', (plan.Errors.Count > 0 ? [] : plan.Changes).OrderBy(change => change.Path, StringComparer.Ordinal).Select(change => $"{change.Path} -> {change.Target}"));
            if (ours != theirs)
            {
                differences.Add($"enable {name}: [{ours}] {string.Join(' ', plan.Errors)}, systemd: [{theirs}] {result.Error}");
            }

            links += after.Except(before).Count();
            units++;
            InstallPlan removal = tree.Installer().Disable([name]);
            Tool.Run("systemctl", ["--root=" + tree.Path, "-q", "disable", name]);
            SortedDictionary<string, string> rest = tree.LinksBelow("etc/systemd/system");
            theirs = string.Join('\n', after.Except(rest).Select(link => link.Key));
            ours = string.Join('\n', removal.Changes.Select(change => change.Path));
            if (ours != theirs)
            {
                differences.Add($"disable {name}: [{ours}], systemd: [{theirs}]");
            }
        }

        TestContext.Current.SendDiagnosticMessage("{0} units, {1} links made and removed, {2} differences", units, links, differences.Count);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(40)));
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
