using Images.Tests.Harness;
using Packer.Tests.Harness;
using Xunit;

namespace Images.Tests.Rootfs;

public sealed class WhiteoutTests : IDisposable
{
    private readonly ScratchDirectory _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Whiteout_OfLowerLayer_HidesFilesAndDirectories()
    {
        _place.Layers(
            new TarBuilder().Folder("a").File("a/x").File("a/y").Folder("b").File("b/z").Link("c", "a"),
            new TarBuilder().File("a/.wh.x", "").File(".wh.b", "").File(".wh.c", "").File("a/.wh.missing", ""));

        Assert.Equal("a a/y", _place.Tree());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Opaque_HidesLowerLayersOnly_WhereverItStands(bool isFirst)
    {
        TarBuilder upper = new();
        upper = isFirst ? upper.File("a/.wh..wh..opq", "") : upper;
        upper.File("a/new").File("a/sub/new");
        upper = isFirst ? upper : upper.File("a/.wh..wh..opq", "");

        _place.Layers(new TarBuilder().Folder("a").File("a/x").Folder("a/sub").File("a/sub/old").Folder("a/gone"), upper);

        Assert.Equal("a a/new a/sub a/sub/new", _place.Tree());
    }

    [Fact]
    public void Whiteout_OfWhatTheSameLayerMakes_IsForTheLowerOne()
    {
        _place.Layers(
            new TarBuilder().Folder("a").File("a/old"),
            new TarBuilder().Folder("a").File("a/new").File(".wh.a", ""));

        Assert.Equal("a a/new", _place.Tree());
    }

    [Fact]
    public void Whiteout_OfDirectory_ForgetsItsModes()
    {
        _place.Layers(
            new TarBuilder().Add('5', "a", mode: 0x1c0).Add('5', "a/b", mode: 0x140),
            new TarBuilder().File(".wh.a", "").File("a/b"));

        Assert.Equal("755 directory\n755 regular file\n", _place.Shell("stat -c '%a %F' out/a out/a/b"));
    }

    [Fact]
    public void Layer_FileOverDirectoryAndBack_Replaces()
    {
        _place.Layers(
            new TarBuilder().Folder("a").File("a/x").File("b").Link("c", "a"),
            new TarBuilder().File("a").Folder("b").File("b/y").Folder("c").File("c/z"));

        Assert.Equal("a b b/y c c/z", _place.Tree());
    }

    [Theory]
    [InlineData(".wh..")]
    [InlineData(".wh...")]
    [InlineData("a/.wh.")]
    public void Whiteout_OfNoName_IsRefused(string name) => Assert.Contains(
        name + ": hides something that has no name",
        _place.Refused(() => _place.Layers(new TarBuilder().Folder("a"), new TarBuilder().File(name, ""))),
        StringComparison.Ordinal);

    [Fact]
    public void Archive_NamesOfWhiteouts_AreOrdinary()
    {
        new TarBuilder().File("a").File(".wh.a").WriteTo(_place["a.tar"]);

        _place.Unpack("a.tar");

        Assert.Equal(".wh.a a", _place.Tree());
    }
}
