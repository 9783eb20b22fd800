using System.Text.Json;
using Packer.Tests.Harness;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;
using Xunit;

namespace Packer.Tests.Packing;

public sealed class OciOutputTests : IDisposable
{
    private readonly ScratchDirectory _place = new();

    public OciOutputTests()
    {
        SampleTree.Make(_place);
        using DirectoryTree tree = new(_place["in"]);
        ImageSettings settings = new() { Entrypoint = ["/bin/sh", "-c"], Command = ["echo \"hi\""] };
        WholeTree.Pack(tree, PackOutputs.Create(_place["image"], OutputFormat.Oci, ExistingOutput.Refuse, settings));
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Image_CopiedBySkopeo_IsAccepted()
    {
        _place.Shell("skopeo copy --insecure-policy oci:image:latest dir:copied");

        using JsonDocument seen = JsonDocument.Parse(_place.Shell("skopeo inspect --config oci:image:latest"));
        Assert.Equal("amd64", seen.RootElement.GetProperty("architecture").GetString());
        JsonElement config = seen.RootElement.GetProperty("config");
        Assert.Equal("echo \"hi\"", config.GetProperty("Cmd")[0].GetString());
        Assert.Equal("/bin/sh", config.GetProperty("Entrypoint")[0].GetString());
    }

    [Fact]
    public void Image_Blobs_AreNamedByTheirDigest() =>
        _place.Shell("cd image/blobs/sha256; for blob in *; do echo \"$blob  $blob\"; done | sha256sum -c --quiet");

    [Fact]
    public void Image_UnpackedByUmoci_IsTheTree()
    {
        // Its own listing of the bundle: a fifo and times before 1970 are beyond what it unpacks faithfully.
        _place.Shell("umoci raw unpack --rootless --image image:latest out 2>&1");

        Assert.Equal("root:x:0:0\n", _place.Shell("cat out/etc/passwd"));
        Assert.Equal(_place.Shell("cd in; find . -printf '%y %m %P\\0' | sort -z"), _place.Shell("cd out; find . -printf '%y %m %P\\0' | sort -z"));
    }

    [Fact]
    public void Image_Date_IsTheNewestEntrys()
    {
        string config = _place.Shell("skopeo inspect --config oci:image:latest");
        string newest = _place.Shell("find in -mindepth 1 -printf '%T@\\n' | sort -n | tail -1 | cut -d. -f1 | xargs -I{} date -u -d @{} +%FT%TZ");

        Assert.Contains($"\"created\": \"{newest.Trim()}\"", config.Replace("\":\"", "\": \"", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
