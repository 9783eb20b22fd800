using System.Text;
using Packer.Tests.Harness;
using Ptracer;
using Ptracer.Packer.Archives;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;
using Xunit;

namespace Packer.Tests.Archives;

/// <summary>Archives that would write outside, or are not what they say: one clear line, with the member's name.</summary>
public sealed class HostileTarTests : IDisposable
{
    private readonly ScratchDirectory _place = new();
    private readonly MemoryStream _tar = new();

    public void Dispose()
    {
        _tar.Dispose();
        _place.Dispose();
    }

    [Theory]
    [InlineData('0', "../x", "", "../x: leads out of the tree")]
    [InlineData('0', "a/../../x", "", "a/../../x: leads out of the tree")]
    [InlineData('0', "/etc/passwd", "", "/etc/passwd: is an absolute name")]
    [InlineData('0', "", "", "has no name")]
    [InlineData('0', "./", "", "stands for the root")]
    [InlineData('1', "hard", "/etc/passwd", "hard: its target is an absolute name")]
    [InlineData('1', "hard", "../etc/passwd", "hard: its target leads out of the tree")]
    [InlineData('1', "hard", "gone", "hard: a hard link to /gone, which is no file before it")]
    [InlineData('2', "soft", "", "soft: a link whose text no link has")]
    [InlineData('S', "holes", "", "holes: stored as a sparse file")]
    [InlineData('V', "label", "", "label: of a kind that is not known ('V')")]
    public void Member_Refused_IsNamed(char type, string name, string link, string message)
    {
        Add(type == '0' && name == "./" ? '2' : type, name, type == '0' && name == "./" ? "x" : link);

        Assert.Contains(message, Failure(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('3')]
    [InlineData('4')]
    public void Device_InAPackage_IsRefusedAndInATarballShown(char type)
    {
        Add(type, "dev/x");
        _tar.Write(new byte[1024]);
        File.WriteAllBytes(_place["data.tar"], _tar.ToArray());
        _place.Shell(
            "printf 'Package: x\n' > control; tar -cf control.tar control; echo 2.0 > debian-binary; mkdir debs; " +
            "ar rc debs/x.deb debian-binary control.tar data.tar");

        using TarTree tree = TarTree.Read(_place["data.tar"]);
        PtracerException failure = Assert.Throws<PtracerException>(() => PackageTree.Read(_place["debs"]));

        Assert.True(tree.TryGet(TreePath.Of("/dev/x"), out TreeEntry entry));
        Assert.Equal(type == '3' ? TreeEntryType.CharacterDevice : TreeEntryType.BlockDevice, entry.Type);
        Assert.Contains("x.deb: dev/x: a device, which no package has", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Member_Twice_IsRefused()
    {
        Add('0', "x");
        Add('0', "./x");

        Assert.Contains("./x: is there twice", Failure(), StringComparison.Ordinal);
    }

    [Fact]
    public void Member_ThroughALink_IsRefused()
    {
        Add('2', "lib", "/etc");
        Add('0', "lib/passwd");

        Assert.Contains("lib/passwd: is below /lib, which is no directory", Failure(), StringComparison.Ordinal);
    }

    [Fact]
    public void Member_LargerThanTheArchive_IsRefused()
    {
        Add('0', "x", size: 1_000_000);

        Assert.Contains("ends before its end; it was cut off", Failure(), StringComparison.Ordinal);
    }

    [Fact]
    public void Archive_WithoutItsEnd_IsRefused()
    {
        Add('0', "x");

        Assert.Contains("it was cut off", Failure(end: 0), StringComparison.Ordinal);
    }

    [Fact]
    public void Archive_OfNoise_IsRefused()
    {
        _tar.Write(Encoding.UTF8.GetBytes(new string('n', 5000)));

        Assert.Contains("not a tar archive", Failure(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12 path=a\0b\n", "has a NUL in its name")]
    [InlineData("99 path=ab\n", "has a damaged pax header")]
    [InlineData("12 size=-77\n", "a size that no file has")]
    [InlineData("12 path=/et\n", "/et: is an absolute name")]
    [InlineData("12 path=../\n", "leads out of the tree")]
    public void PaxHeader_Refused_IsNamed(string record, string message)
    {
        Add('x', "pax", size: record.Length);
        _tar.Write(Encoding.Latin1.GetBytes(record.PadRight(512, '\0')));
        Add('0', "x");

        Assert.Contains(message, Failure(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("zstd -q")]
    public void Archive_DamagedOrCutOff_IsRefused(string compressor)
    {
        _place.Shell($"head -c 100000 /dev/urandom > noise; tar -cf - noise | {compressor} > whole; head -c 60000 whole > cut");
        _place.Shell("cp whole damaged; printf XXXX | dd of=damaged bs=1 seek=50000 conv=notrunc status=none");

        Assert.Throws<PtracerException>(() => TarTree.Read(_place["cut"]));
        Assert.Throws<PtracerException>(() => TarTree.Read(_place["damaged"]));
        TarTree.Read(_place["whole"]).Dispose();
    }

    private void Add(char type, string name, string link = "", int size = 0)
    {
        byte[] block = new byte[512];
        TarHeader.Write(block, type, Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(link), new TreeEntry(default, 0, 0, 0, 0, 0, 0, default), size);
        _tar.Write(block);
    }

    private string Failure(int end = 1024)
    {
        _tar.Write(new byte[end]);
        File.WriteAllBytes(_place["hostile.tar"], _tar.ToArray());
        return Assert.Throws<PtracerException>(() => TarTree.Read(_place["hostile.tar"])).Message;
    }
}
