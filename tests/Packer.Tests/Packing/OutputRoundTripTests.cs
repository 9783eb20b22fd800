using Packer.Tests.Harness;
using Ptracer;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;
using Xunit;

namespace Packer.Tests.Packing;

public sealed class OutputRoundTripTests : IDisposable
{
    private readonly ScratchDirectory _place = new();

    public OutputRoundTripTests() => SampleTree.Make(_place);

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Directory_OfAWholeTree_IsItsCopy()
    {
        Pack("out");

        Assert.Equal(SampleTree.Listing(_place, "in"), SampleTree.Listing(_place, "out"));
        Assert.Equal(["in", "out"], _place.Names);
    }

    [Theory]
    [InlineData("out.tar", "tar -xpf out.tar -C out")]
    [InlineData("out.tar.gz", "tar -xpzf out.tar.gz -C out")]
    [InlineData("out.tar.zst", "zstd -dc out.tar.zst | tar -xpf - -C out")]
    public void Archive_UnpackedByTar_IsTheTree(string name, string command)
    {
        Pack(name);

        _place.Shell("mkdir out; " + command);
        Assert.Equal(SampleTree.Listing(_place, "in"), SampleTree.Listing(_place, "out"));
    }

    [Theory]
    [InlineData("1.tar", "2.tar")]
    [InlineData("1.tar.gz", "2.tar.gz")]
    [InlineData("1.tar.zst", "2.tar.zst")]
    [InlineData("1.oci", "2.oci")]
    public void Archive_MadeTwice_HasEqualBytes(string first, string second)
    {
        Pack(first);
        _place.Shell("find in -type f -exec cat {} + > /dev/null"); // access times differ
        Pack(second);

        _place.Shell($"diff -r {first} {second}");
    }

    [Fact]
    public void Archive_OfACopy_HasEqualBytes()
    {
        _place.Shell("cp -a in copy");
        Pack("1.tar");
        using DirectoryTree copy = new(_place["copy"]);
        WholeTree.Pack(copy, _place["2.tar"]);

        _place.Shell("cmp 1.tar 2.tar");
    }

    [Fact]
    public void Archive_OfLongNames_ListsThem()
    {
        Pack("out.tar");

        string listed = _place.Shell("tar -tf out.tar --quoting-style=literal | sed 's,/$,,' | sort");
        Assert.Equal(_place.Shell("cd in; find . -mindepth 1 -printf '%P\\n' | cat - <(echo .) | sort"), listed);
    }

    [Theory]
    [InlineData(TreeEntryType.CharacterDevice, "a device")]
    [InlineData(TreeEntryType.Socket, "a socket")]
    public void Write_OfWhatIsNotPacked_IsRefusedByName(object type, string kind)
    {
        PackItem item = new(TreePath.Of("/dev/thing"), new TreeEntry((TreeEntryType)type, 0, 0, 0, 0, 0, 0, default), null, null, []);
        using IPackOutput output = PackOutputs.Create(_place["out.tar"], OutputFormat.ByName, ExistingOutput.Refuse);

        PtracerException failure = Assert.Throws<PtracerException>(() => output.Write(item));

        Assert.EndsWith($"/out.tar: /dev/thing: {kind} cannot be packed; leave it out", failure.Message, StringComparison.Ordinal);
    }

    private void Pack(string name)
    {
        using DirectoryTree tree = new(_place["in"]);
        WholeTree.Pack(tree, _place[name]);
    }
}
