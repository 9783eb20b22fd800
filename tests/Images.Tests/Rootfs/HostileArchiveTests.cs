using Images.Tests.Harness;
using Packer.Tests.Harness;
using Ptracer;
using Ptracer.Images.Rootfs;
using Ptracer.Linux;
using Ptracer.Packer.Packing;
using Xunit;

namespace Images.Tests.Rootfs;

public sealed class HostileArchiveTests : IDisposable
{
    private readonly ScratchDirectory _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("../escaped", "leads out of the tree")]
    [InlineData("a/../../escaped", "leads out of the tree")]
    [InlineData("/etc/escaped", "is an absolute name")]
    public void Unpack_NameThatLeadsOut_IsRefused(string name, string problem)
    {
        new TarBuilder().File(name).WriteTo(_place["a.tar"]);

        string message = _place.Refused(() => _place.Unpack("a.tar"));

        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unpack_FileThroughLinkOfTheArchive_IsRefused()
    {
        Directory.CreateDirectory(_place["victim"]);
        new TarBuilder().Link("dir", _place["victim"]).File("dir/file").WriteTo(_place["a.tar"]);

        string message = _place.Refused(() => _place.Unpack("a.tar"));

        Assert.Contains("dir/file: is below /dir, which is a link of the same archive", message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_place["victim"]));
    }

    [Fact]
    public void Unpack_FileOverLink_ReplacesTheLink()
    {
        File.WriteAllText(_place["victim"], "before");
        new TarBuilder().Link("file", _place["victim"]).File("file", "after").WriteTo(_place["a.tar"]);

        _place.Unpack("a.tar");

        Assert.Equal("before", File.ReadAllText(_place["victim"]));
        Assert.Equal("after", File.ReadAllText(_place["out/file"]));
        Assert.Null(new FileInfo(_place["out/file"]).LinkTarget);
    }

    [Theory]
    [InlineData("../victim", "leads out of the tree")]
    [InlineData("/victim", "is an absolute name")]
    [InlineData("missing", "which is no file before it")]
    [InlineData("folder", "which is no file before it")]
    [InlineData("way/victim", "is below /way, which is a link of the same archive")]
    public void Unpack_HardLinkToSomethingElse_IsRefused(string target, string problem)
    {
        File.WriteAllText(_place["victim"], "before");
        new TarBuilder().Folder("folder").Link("way", _place.Path).HardLink("link", target).WriteTo(_place["a.tar"]);

        string message = _place.Refused(() => _place.Unpack("a.tar"));

        Assert.Contains("link: ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_FileThroughLinkOfLowerLayer_StaysInside()
    {
        Directory.CreateDirectory(_place["victim"]);
        TarBuilder lower = new TarBuilder().Link("dir", _place["victim"]).Link("up", "../../../up-there").Folder("usr").Link("lib", "usr");

        _place.Layers(lower, new TarBuilder().File("dir/one").File("up/two").File("lib/three"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_place["victim"]));
        Assert.True(File.Exists(_place["out" + _place["victim"] + "/one"]));
        Assert.True(File.Exists(_place["out/up-there/two"]));
        Assert.True(File.Exists(_place["out/usr/three"]));
    }

    [Fact]
    public void Layers_LinksInACircle_AreRefused() => Assert.Contains(
        "circle",
        _place.Refused(() => _place.Layers(new TarBuilder().Link("a", "b").Link("b", "a"), new TarBuilder().File("a/x"))),
        StringComparison.Ordinal);

    [Fact]
    public void Unpack_MoreThanThereIsRoomFor_IsRefused()
    {
        _place.Shell("head -c 5000000 /dev/zero > big; tar czf a.tar.gz big; rm big");

        string message = _place.Refused(() => _place.Unpack("a.tar.gz", new RootfsLimits { MaxBytes = 4_000_000 }));

        Assert.Contains("big: would make the rootfs larger than the 3 MiB there is room for", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unpack_EndlessHeaders_AreRefused()
    {
        TarBuilder builder = new();
        string comment = new('x', 60_000);
        for (int count = 0; count < 200; count++)
        {
            builder.Pax(("comment", comment));
        }

        builder.WriteTo(_place["a.tar"]);

        string message = _place.Refused(() => _place.Unpack("a.tar", new RootfsLimits { MaxBytes = 1_000_000, MaxMembers = 100 }));

        Assert.Contains("unpacks to more than", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unpack_TooManyMembersOrTooDeep_IsRefused()
    {
        new TarBuilder().File("a").File("b").File("c").WriteTo(_place["many.tar"]);
        new TarBuilder().File(string.Concat(Enumerable.Repeat("d/", 40)) + "f").WriteTo(_place["deep.tar"]);

        Assert.Contains(
            "more than 2 members",
            _place.Refused(() => _place.Unpack("many.tar", new RootfsLimits { MaxMembers = 2 })),
            StringComparison.Ordinal);
        Assert.Contains(
            "deeper than 20 directories",
            _place.Refused(() => _place.Unpack("deep.tar", new RootfsLimits { MaxDepth = 20 })),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Unpack_MutatedArchives_StayInside()
    {
        _place.Shell("mkdir -p root/work; echo before > root/victim; echo before > root/work/victim");
        byte[] seed = new TarBuilder()
            .Folder("a").File("a/file", "0123456789").Link("a/link", "../a/file").HardLink("a/hard", "a/file")
            .Link("up", "..").Folder("up2").File("up2/victim").File("a/.wh.file").File(".wh..wh..opq")
            .Pax(("path", "a/long"), ("SCHILY.xattr.user.x", "y")).File("x").Add('6', "fifo").Add('3', "null").Bytes();
        Random random = new(20240607);
        int unpacked = 0;
        for (int round = 0; round < 10_000; round++)
        {
            byte[] first = Mutated(seed, random), second = Mutated(seed, random);
            string target = _place["root/work/out"];
            try
            {
                using RootfsWriter writer = new(target, new RootfsLimits { MaxBytes = 100_000 }, TestContext.Current.CancellationToken);
                using MemoryStream one = new(first), two = new(second);
                writer.AddLayer("one", one);
                writer.AddLayer("two", two);
                writer.Complete();
                unpacked++;
            }
            catch (PtracerException failure)
            {
                Assert.DoesNotContain('\n', failure.Message.Split(": ", 3)[0]);
            }

            TreeRemoval.Remove(Fcntl.AT_FDCWD, HostText.WithNul(target));
        }

        Assert.Equal("victim work work/victim", _place.Tree("root"));
        Assert.Equal("before\nbefore\n", _place.Shell("cat root/victim root/work/victim"));
        Assert.True(unpacked > 100, $"only {unpacked} could be unpacked: the others prove little");
    }

    // Names, types and links change to what an attack would use; sums are made right, so that the change counts.
    private static byte[] Mutated(byte[] seed, Random random)
    {
        string[] texts = ["..", "../victim", "/tmp/victim", "up", "up/victim", "a", "a/link/x", "a/b/../../../victim", "./a//file", ".wh..", ".wh.a", "", "a/.wh..wh..opq"];
        byte[] bytes = [.. seed];
        for (int count = random.Next(1, 5); count > 0; count--)
        {
            int block = random.Next(bytes.Length / 512) * 512;
            if (bytes.AsSpan(block + 257, 5).SequenceEqual("ustar"u8))
            {
                switch (random.Next(4))
                {
                    case 0:
                        Put(bytes.AsSpan(block, 100), texts[random.Next(texts.Length)]);
                        break;
                    case 1:
                        Put(bytes.AsSpan(block + 157, 100), texts[random.Next(texts.Length)]);
                        break;
                    case 2:
                        bytes[block + 156] = (byte)"0125673xLKg"[random.Next(11)];
                        break;
                    default:
                        bytes[block + random.Next(345)] ^= (byte)(1 << random.Next(8));
                        break;
                }

                Sum(bytes.AsSpan(block, 512));
            }
            else
            {
                bytes[block + random.Next(512)] = (byte)random.Next(256);
            }
        }

        return bytes;
    }

    private static void Put(Span<byte> field, string text)
    {
        field.Clear();
        System.Text.Encoding.ASCII.GetBytes(text).CopyTo(field);
    }

    private static void Sum(Span<byte> block)
    {
        block.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte value in block)
        {
            sum += value;
        }

        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(block[148..]);
    }
}
