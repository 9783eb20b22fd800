using Images.Tests.Harness;
using Packer.Tests.Harness;
using Ptracer.Images;
using Ptracer.Images.Export;
using Ptracer.Images.Rootfs;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;
using Xunit;

namespace Images.Tests.Export;

public sealed class RootfsExportTests : IDisposable
{
    private readonly ScratchDirectory _place = new();

    public RootfsExportTests() => SampleTree.Make(_place);

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("a.tar")]
    [InlineData("a.tar.gz")]
    [InlineData("a.tar.zst")]
    public void Export_ThenUnpack_IsTheTree(string archive)
    {
        _place.Shell("chmod 755 in; touch -d '2003-03-03 03:03:03Z' in");

        Export(archive, OutputFormat.ByName);
        _place.Unpack(archive);

        Assert.Equal(SampleTree.Listing(_place, "in"), SampleTree.Listing(_place, "out"));
    }

    [Fact]
    public void Export_OfACopy_IsTheSameBytes()
    {
        _place.Shell("cp -a in copy; touch -r in copy");

        Export("a.tar.gz", OutputFormat.TarGzip);
        Export("b.tar.gz", OutputFormat.TarGzip, "copy");

        Assert.Equal(File.ReadAllBytes(_place["a.tar.gz"]), File.ReadAllBytes(_place["b.tar.gz"]));
    }

    [Fact]
    public void Export_ToLayout_IsTheImageWithItsConfig()
    {
        ImageConfig config = new()
        {
            Environment = ["A=b"],
            Entrypoint = ["/bin/sh"],
            Command = ["-c", "true"],
            WorkingDirectory = "/etc",
            User = "1:2",
            ExposedPorts = ["80/tcp", "90/udp"],
            StopSignal = "SIGINT",
            Labels = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
            Volumes = ["/data"],
        };
        Export("image", OutputFormat.Oci, options: new ExportOptions { Config = config, Reference = "v1" });
        _place.Shell("umoci raw unpack --rootless --image image:v1 theirs 2>&1; skopeo inspect --config oci:image:v1 > seen.json");

        using ContainerImage image = LocalImage.Open(_place["image"], null, ImagePlatform.Default);
        ImageUnpacker.Unpack(image, _place["out"], new RootfsLimits(), null, TestContext.Current.CancellationToken);

        Assert.Equivalent(config with { DiffIds = image.Config.DiffIds }, image.Config);
        Assert.Contains("\"80/tcp\":{}", File.ReadAllText(_place["seen.json"]).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(
            _place.Shell("cd theirs; find . -printf '%y %m %P\\0' | sort -z"), _place.Shell("cd out; find . -printf '%y %m %P\\0' | sort -z"));
    }

    [Fact]
    public void Export_Owners_AreRootsOrAsRecorded()
    {
        OwnerRecord record = new(TreePath.Of("/etc/passwd"), TreeEntryType.File, 1000, 1001, 0x180);
        _place.Shell("python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"in/socket\")' 2> /dev/null || mkfifo in/socket");

        IReadOnlyList<TreePath> skipped = Export("a.tar", OutputFormat.Tar, options: new ExportOptions { Records = [record] });

        string listing = _place.Shell("tar --numeric-owner -tvf a.tar");
        Assert.Contains("-rw------- 1000/1001", listing, StringComparison.Ordinal);
        Assert.Contains("0/0", listing, StringComparison.Ordinal);
        Assert.True(skipped.Count == 0 || skipped[0].ToString() == "/socket");
    }

    [Fact]
    public void Export_Cancelled_LeavesNothing()
    {
        using CancellationTokenSource cancelled = new();

        Assert.ThrowsAny<OperationCanceledException>(() => RootfsExport.Write(
            _place["in"], _place["a.tar"], OutputFormat.Tar, ExistingOutput.Refuse, new ExportOptions(), _ => cancelled.Cancel(), cancelled.Token));

        Assert.Equal(["in"], _place.Names);
    }

    private IReadOnlyList<TreePath> Export(string output, OutputFormat format, string rootfs = "in", ExportOptions? options = null) =>
        RootfsExport.Write(
            _place[rootfs],
            _place[output],
            format,
            ExistingOutput.Refuse,
            options ?? new ExportOptions { Owners = ExportOwners.Stored },
            null,
            TestContext.Current.CancellationToken);
}
