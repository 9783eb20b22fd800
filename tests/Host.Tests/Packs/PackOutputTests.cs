using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Packs;

/// <summary>What <c>pack</c> writes, and what it refuses.</summary>
public sealed class PackOutputTests : PackTest
{
    [Theory]
    [InlineData("one.tar", "two.tar")]
    [InlineData("one.tar.gz", "two.tar.gz")]
    [InlineData("one.tar.zst", "two.tar.zst")]
    public void Pack_Twice_IsTheSameBytes(string one, string two)
    {
        PackWith("-o", $"{Scratch}/{one}", "--from", TestPlace.Rootfs, "git", "--busybox").ExpectSuccess();
        PackWith("-o", $"{Scratch}/{two}", "--from", TestPlace.Rootfs, "git", "--busybox").ExpectSuccess();
        HostCommand.Run("cmp", $"{Scratch}/{one}", $"{Scratch}/{two}");
    }

    [Fact]
    public void Pack_FromAnArchive_RunsAsFromItsDirectory()
    {
        PackWith("-o", $"{Scratch}/first.tar.zst", "--from", TestPlace.Rootfs, "bash").ExpectSuccess();
        PackWith("-o", PackPath, "--from", $"{Scratch}/first.tar.zst", "bash").ExpectSuccess();
        Guest = Guest with { Rootfs = PackPath };
        Run("bash", "-c", "echo $((40 + 2))").ExpectOutput("42\n");
    }

    [Fact]
    public void Pack_OfPackages_TakesTheirFilesAndTellsWhatTheyLack()
    {
        var packages = TestPlace.Rootfs + "/srv/archive";
        PackWith("-o", PackPath, "--from", packages, "jq").ExpectStatus(125);
        Assert.False(Path.Exists(PackPath), "something is left of a pack that failed");
        PackWith("-o", PackPath, "--from", packages, "--allow-missing", "jq").ExpectSuccess();
        Assert.True(File.Exists(PackPath + "/usr/bin/jq"));
        Assert.NotEmpty(Directory.GetFiles(PackPath + "/usr/lib/x86_64-linux-gnu", "libjq.so.1*"));
    }

    [Fact]
    public void Pack_AsAnImage_IsAcceptedAndItsContentRuns()
    {
        PackWith("-o", $"{Scratch}/image.oci", "--from", TestPlace.Rootfs, "bash", "--busybox").ExpectSuccess();
        HostCommand.Run("skopeo", "--insecure-policy", "copy", $"oci:{Scratch}/image.oci:latest", $"dir:{Scratch}/copied");
        var layer = Directory.GetFiles(Scratch + "/copied").MaxBy(file => new FileInfo(file).Length)!;
        HostCommand.Run("mkdir", PackPath);
        HostCommand.Run("tar", "-C", PackPath, "-xzf", layer);
        GiveToGuest(PackPath);
        Guest = Guest with { Rootfs = PackPath };
        Run("bash", "-c", "echo run | sed s/run/ran/").ExpectOutput("ran\n");
    }

    [Fact]
    public void Pack_LicencesAndManifest_AreInIt()
    {
        Pack("sqlite3");
        Assert.True(File.Exists(PackPath + "/usr/share/doc/sqlite3/copyright"));
        Assert.True(File.Exists(PackPath + "/usr/share/doc/libc6/copyright"));
        var manifest = File.ReadAllText(PackPath + "/usr/share/ptracer/manifest.json");
        Assert.Contains("\"/usr/bin/sqlite3\"", manifest, StringComparison.Ordinal);
        Assert.Contains("licence of libc6", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Pack_OntoSomething_IsRefusedUnlessForced()
    {
        Write("pack/kept", "kept\n");
        var refused = PackWith("-o", PackPath, "--from", TestPlace.Rootfs, "bash").ExpectStatus(125);
        Assert.Contains("--force", refused.Stderr, StringComparison.Ordinal);
        Assert.True(File.Exists(PackPath + "/kept"));
        PackWith("-o", PackPath, "--from", TestPlace.Rootfs, "--force", "bash").ExpectSuccess();
        Assert.False(File.Exists(PackPath + "/kept"));
        Assert.True(File.Exists(PackPath + "/usr/bin/bash"));
    }

    [Theory]
    [InlineData("where it goes is missing", "bash")]
    [InlineData("nothing to pack", "-o", "/nowhere/pack")]
    [InlineData("no command", "-o", "/nowhere/pack", "--trace")]
    [InlineData("only run by --trace", "-o", "/nowhere/pack", "bash", "--", "true")]
    [InlineData("no such format", "-o", "/nowhere/pack", "--format", "zip", "bash")]
    [InlineData("no such profile", "-o", "/var/tmp/ptracer-never", "--profile", "nothing")]
    [InlineData("not absolute", "-o", "/var/tmp/ptracer-never", "--include", "etc/*")]
    [InlineData("no such directory", "-o", "/var/tmp/ptracer-never", "--from", "/nowhere", "bash")]
    [InlineData("no-such-program", "-o", "/var/tmp/ptracer-never", "no-such-program")]
    public void Pack_BadWords_AreOneClearLine(string part, params string[] words)
    {
        var run = PackWith(words).ExpectStatus(125);
        Assert.StartsWith("ptracer: ", run.Stderr, StringComparison.Ordinal);
        Assert.Single(run.Stderr.TrimEnd('\n').Split('\n'));
        Assert.Contains(part, run.Stderr, StringComparison.Ordinal);
        Assert.False(Path.Exists("/var/tmp/ptracer-never"));
    }
}
