using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Packs;

/// <summary>What the user may not read ends a pack, by name; or it is left out, when that is asked for.</summary>
public sealed class PackUnreadableTests : PackTest
{
    private string Tree => Path.Combine(Scratch, "tree");

    public static TheoryData<string, string, string[]> Refused => new()
    {
        { "0311 usr/share/app/private", "usr/share/app/private: cannot be read (EACCES)", ["/usr/share/app/**"] },
        { "0311 usr/share/app/private", "usr/share/app/private: cannot be read (EACCES)", ["/usr/share/app/private/*"] },
        { "0411 usr/share/app/private", "usr/share/app/private: may not be searched", ["/usr/share/app/**"] },
        { "0000 usr/share/app/private/large", "app/private/large: cannot be read (EACCES)", ["/usr/share/app/**"] },
        { "0000 usr/share/app/private/small", "app/private/small: cannot be read (EACCES)", ["/usr/share/app/**"] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Pack_OfWhatMayNotBeRead_IsOneClearLineAndLeavesNothing(string mode, string part, string[] patterns)
    {
        MakeTree(mode);

        var run = PackWith(["-o", PackPath, "--from", Tree, .. Includes(patterns)]).ExpectStatus(125);

        Assert.Equal("", run.Stdout);
        Assert.StartsWith($"ptracer: {Tree}/", run.Stderr, StringComparison.Ordinal);
        Assert.Contains(part, run.Stderr, StringComparison.Ordinal);
        Assert.EndsWith("run as a user who may, or leave it out\n", run.Stderr, StringComparison.Ordinal);
        Assert.Single(run.Stderr.TrimEnd('\n').Split('\n'));
        Assert.Equal(["tmp", "tree"], Directory.GetFileSystemEntries(Scratch).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("0311 usr/share/app/private", "/usr/share/app/private")]
    [InlineData("0311 usr/share/app/private", "/usr/share/app/private/*")]
    [InlineData("0411 usr/share/app/private", "/usr/share/app/private/**")]
    [InlineData("0000 usr/share/app/private/large", "/usr/share/app/private/large")]
    [InlineData("0000 usr/share/app/private/small", "/**/small")]
    public void Pack_OfWhatMayNotBeRead_LeavesItOutWhenAsked(string mode, string pattern)
    {
        MakeTree(mode);

        PackWith(["-o", PackPath, "--from", Tree, "--include", "/usr/share/app/**", "--exclude", pattern]).ExpectSuccess();

        Assert.Equal("public\n", File.ReadAllText(PackPath + "/usr/share/app/public"));
        Assert.False(Path.Exists($"{PackPath}/{mode.Split(' ')[1]}/large"));
    }

    [Fact]
    public void Pack_OfAProgramThatMayNotBeRead_SaysSo()
    {
        MakeTree("0111 usr/share/app/private/large");

        var run = PackWith("-o", PackPath, "--from", Tree, "/usr/share/app/private/large").ExpectStatus(125);

        Assert.Equal(
            "ptracer: /usr/share/app/private/large: cannot be read; run as a user who may read it, or give --allow-missing\n", run.Stderr);
        Assert.False(Path.Exists(PackPath));
    }

    private static IEnumerable<string> Includes(string[] patterns) => patterns.SelectMany(pattern => new[] { "--include", pattern });

    private void MakeTree(string mode)
    {
        Write("tree/usr/share/app/public", "public\n");
        Write("tree/usr/share/app/private/small", "small\n");
        Write("tree/usr/share/app/private/large", new string('l', 100));
        GiveToGuest(Tree);
        HostCommand.Run("chmod", mode.Split(' ')[0], $"{Tree}/{mode.Split(' ')[1]}");
    }
}
