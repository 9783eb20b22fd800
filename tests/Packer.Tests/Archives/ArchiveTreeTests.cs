using Packer.Tests.Harness;
using Ptracer;
using Ptracer.Packer.Archives;
using Ptracer.Packer.Trees;
using Xunit;

namespace Packer.Tests.Archives;

public sealed class ArchiveTreeTests : IDisposable
{
    private readonly ScratchDirectory _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("tar --format=gnu -cf in.tar -C in .", "in.tar")]
    [InlineData("tar --format=posix -cf in.tar -C in .", "in.tar")]
    [InlineData("tar --format=gnu -czf in.tar -C in .", "in.tar")]
    [InlineData("tar --format=gnu -cf - -C in . | xz -9 > in.tar.xz", "in.tar.xz")]
    [InlineData("tar --format=posix -cf - -C in . | zstd -q > in.tar.zst", "in.tar.zst")]
    public void Tarball_PackedAsDirectory_IsTheTree(string command, string name)
    {
        SampleTree.Make(_place);
        bool isGnu = command.Contains("gnu", StringComparison.Ordinal); // whole seconds
        _place.Shell((isGnu ? "find in -depth -exec touch -h -d @1000000000 {} +; " : "") + command);

        using TarTree tree = TarTree.Read(_place[name]);
        WholeTree.Pack(tree, _place["out"]);

        Assert.Equal(SampleTree.Listing(_place, "in"), SampleTree.Listing(_place, "out"));
    }

    [Fact]
    public void Packages_OfARealSystem_AreAsDpkgUnpacksThem()
    {
        Deb("one", "mkdir -p usr/share/doc; echo one > usr/share/doc/one; chmod 4755 usr/share/doc/one; ln usr/share/doc/one usr/also", "");
        Deb("two", "mkdir -p usr/share/doc; echo two > usr/share/doc/two; ln -s two usr/share/doc/link", "xz");
        Deb("three", "mkdir -p usr/share/doc; echo 3 > usr/share/doc/three", "zstd");
        _place.Shell("mkdir want; for deb in debs/*; do dpkg-deb -x $deb want; done");

        using PackageTree tree = PackageTree.Read(_place["debs"]);
        WholeTree.Pack(tree, _place["out"]);

        string list = "find . -mindepth 1 -printf '%y %m %n %P %l\\n' | sort; find . -type f -exec sha256sum {} + | sort";
        Assert.Equal(_place.Shell("cd want; " + list), _place.Shell("cd out; " + list));
        Assert.Equal(3, tree.Packages.Count);
    }

    [Fact]
    public void Packages_WithMergedUsr_GoThroughTheLink()
    {
        Deb("a-first", "mkdir lib; echo x > lib/x", "");
        Deb("base-files", "mkdir -p usr/lib; ln -s usr/lib lib", "");

        using PackageTree tree = PackageTree.Read(_place["debs"]);

        Assert.True(tree.TryGet(TreePath.Of("/usr/lib/x"), out _));
        Assert.True(tree.TryGet(TreePath.Of("/lib"), out TreeEntry link));
        Assert.Equal(TreeEntryType.Link, link.Type);
    }

    [Fact]
    public void Packages_WithOneFileInTwo_AreRefusedUnlessReplaced()
    {
        Deb("one", "echo 1 > file; echo same > same", "");
        Deb("two", "echo 2 > file; echo same > same", "");

        PtracerException failure = Assert.Throws<PtracerException>(() => PackageTree.Read(_place["debs"]));
        Assert.Contains("/file: is in one.deb and, not the same, in two.deb; leave one", failure.Message, StringComparison.Ordinal);

        Deb("two", "echo 2 > file; echo same > same", "", "Replaces: other, one (<< 2)");
        using PackageTree tree = PackageTree.Read(_place["debs"]);
        using ITreeFile file = tree.Open(TreePath.Of("/file"));
        byte[] content = new byte[8];
        Assert.Equal("2\n"u8, content.AsSpan(0, file.ReadAt(content, 0)));
    }

    [Theory]
    [InlineData("echo text > debs/x.deb", "not a Debian package")]
    [InlineData("head -c 300 good.deb > debs/x.deb", "is larger than its archive")]
    [InlineData("head -c 100 good.deb > debs/x.deb", "ar header")]
    [InlineData("cp good.deb debs/a.deb; cp good.deb debs/b.deb", "b.deb: the same package as a.deb; keep one of them")]
    [InlineData("echo 2.0 > debian-binary; ar rc debs/x.deb debian-binary", "has no control.tar in its place")]
    [InlineData("true", "no .deb file in it")]
    public void Packages_Damaged_AreRefused(string script, string message)
    {
        Deb("good", "echo x > x", "");
        _place.Shell("mv debs/good.deb .; " + script);

        PtracerException failure = Assert.Throws<PtracerException>(() => PackageTree.Read(_place["debs"]));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private void Deb(string name, string script, string compression, string field = "Section: misc") => _place.Shell(
        $"""
        rm -rf root; mkdir -p debs root/DEBIAN; cd root
        {script}
        printf 'Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: me\n{field}\nDescription: x\n' > DEBIAN/control
        dpkg-deb --root-owner-group -Z{(compression.Length > 0 ? compression : "gzip")} -b . ../debs/{name}.deb
        """);
}
