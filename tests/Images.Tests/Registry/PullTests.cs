using Images.Tests.Harness;
using Packer.Tests.Harness;
using Ptracer;
using Ptracer.Images;
using Ptracer.Images.Registry;
using Ptracer.Images.Rootfs;
using Xunit;

namespace Images.Tests.Registry;

/// <summary>Images that skopeo pushed to a real registry.</summary>
public sealed class PullTests : IDisposable
{
    private readonly ScratchDirectory _place = new();

    public PullTests() => SampleImage.Bring(_place);

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("--format v2s2")]
    [InlineData("--dest-compress-format zstd")]
    public void Pull_PushedImage_IsTheTreeOfUmoci(string options)
    {
        using RegistryProcess registry = new(_place);
        _place.Shell($"skopeo copy --insecure-policy --quiet --dest-tls-verify=false {options} oci:image:v1 docker://{registry.Host}/test/debian:v1");
        List<ImageProgress> progress = [];

        using ContainerImage image = Client("none").Pull(
            ImageReference.Parse($"docker://{registry.Host}/test/debian:v1"), progress.Add, TestContext.Current.CancellationToken);
        RootfsReport report = ImageUnpacker.Unpack(
            image, _place["out"], new RootfsLimits(), progress.Add, TestContext.Current.CancellationToken);

        Assert.Equal(SampleImage.Listing(_place, "expected"), SampleImage.Listing(_place, "out"));
        Assert.True(report.Members > 20);
        Assert.Contains(progress, step => step is { Stage: ImageStage.Download, Layer: 2, LayerCount: 2 } && step.DoneBytes == step.TotalBytes);
        Assert.Contains(progress, step => step is { Stage: ImageStage.Unpack, Layer: 1, LayerCount: 2 } && step.DoneBytes == step.TotalBytes);
        Check(image.Config);
    }

    [Fact]
    public void Pull_ByDigest_TakesNothingTwice()
    {
        using RegistryProcess registry = new(_place);
        _place.Shell($"skopeo copy --insecure-policy --quiet --dest-tls-verify=false oci:image:v1 docker://{registry.Host}/d:v1");
        string digest = _place.Shell($"skopeo inspect --tls-verify=false --format '{{{{.Digest}}}}' docker://{registry.Host}/d:v1").Trim();
        ImageReference name = ImageReference.Parse($"{registry.Host}/d@{digest}");
        using ContainerImage first = Client("none").Pull(name, null, TestContext.Current.CancellationToken);
        string before = _place.Shell("cd store; find . -type f -printf '%P %T@\\n' | sort");

        using ContainerImage second = Client("none").Pull(name, null, TestContext.Current.CancellationToken);

        Assert.Equal(digest, $"{second.Digest}");
        Assert.Equal(before, _place.Shell("cd store; find . -type f -printf '%P %T@\\n' | sort"));
    }

    [Fact]
    public void Pull_DamagedInTheStore_IsRemovedAndPulledAgain()
    {
        using RegistryProcess registry = new(_place);
        _place.Shell($"skopeo copy --insecure-policy --quiet --dest-tls-verify=false oci:image:v1 docker://{registry.Host}/d:v1");
        ImageReference name = ImageReference.Parse($"{registry.Host}/d:v1");
        using ContainerImage first = Client("none").Pull(name, null, TestContext.Current.CancellationToken);
        string layer = $"store/sha256/{first.Layers[0].Digest!.Value.Hex}";
        _place.Shell($"printf X | dd of={layer} bs=1 seek=5000 conv=notrunc 2> /dev/null");

        string message = _place.Refused(() => ImageUnpacker.Unpack(
            first, _place["out"], new RootfsLimits(), null, TestContext.Current.CancellationToken));
        using ContainerImage second = Client("none").Pull(name, null, TestContext.Current.CancellationToken);
        ImageUnpacker.Unpack(second, _place["out"], new RootfsLimits(), null, TestContext.Current.CancellationToken);

        Assert.Contains("was damaged in the store, and is removed", message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_place["out/usr"]));
    }

    [Fact]
    public void Pull_RegistryWithPasswords_TakesTheLoginOfTheFile()
    {
        _place.Shell("htpasswd -Bbn -C 4 anna 'se:cret' > htpasswd; chmod 644 htpasswd");
        using RegistryProcess registry = new(_place, $"auth: {{htpasswd: {{realm: r, path: {_place["htpasswd"]}}}}}");
        _place.Shell($"skopeo login --tls-verify=false --authfile auth.json -u anna -p se:cret {registry.Host}");
        _place.Shell($"skopeo copy --insecure-policy --quiet --dest-tls-verify=false --authfile auth.json oci:image:v1 docker://{registry.Host}/d:v1");
        ImageReference name = ImageReference.Parse($"{registry.Host}/d:v1");

        string without = Message("none", name);
        File.WriteAllText(_place["helped.json"], $$"""{"credHelpers": {"{{registry.Host}}": "vault"} }""");
        string helped = Message("helped.json", name);
        File.WriteAllText(_place["wrong.json"], $$"""{"auths": {"{{registry.Host}}": {"auth": "YTpi"} } }""");
        string wrong = Message("wrong.json", name);
        using ContainerImage image = Client("auth.json").Pull(name, null, TestContext.Current.CancellationToken);

        Assert.Contains($"wants a login; log in: skopeo login {registry.Host}", without, StringComparison.Ordinal);
        Assert.Contains("docker-credential-vault, which is not run: set REGISTRY_AUTH_FILE", helped, StringComparison.Ordinal);
        Assert.Contains("does not take the login", wrong, StringComparison.Ordinal);
        Assert.Equal(2, image.Layers.Count);
    }

    [Fact]
    public void Pull_MissingTagOrPlatform_SaysSo()
    {
        using RegistryProcess registry = new(_place);
        _place.Shell($"skopeo copy --insecure-policy --quiet --dest-tls-verify=false oci:image:v1 docker://{registry.Host}/d:v1");

        string missing = Message("none", ImageReference.Parse($"{registry.Host}/d:v2"));
        PtracerException other = Assert.Throws<PtracerException>(
            () => Client("none", ImagePlatform.Parse("linux/arm64")).Pull(
                ImageReference.Parse($"{registry.Host}/d:v1"), null, TestContext.Current.CancellationToken));

        Assert.Contains("d:v2: not in the registry: manifest unknown; check the name and the tag", missing, StringComparison.Ordinal);
        Assert.Contains("no image for linux/arm64", other.Message, StringComparison.Ordinal);
    }

    private static void Check(ImageConfig config)
    {
        Assert.Contains("PATH=/usr/bin", config.Environment);
        Assert.Contains("A=b", config.Environment);
        Assert.Equal(["/bin/bash"], config.Entrypoint);
        Assert.Equal(["-c", "echo hi"], config.Command);
        Assert.Equal("/opt", config.WorkingDirectory);
        Assert.Equal("1000:1000", config.User);
        Assert.Equal(["80/tcp"], config.ExposedPorts);
        Assert.Equal("SIGINT", config.StopSignal);
        Assert.Equal("yes", config.Labels["note"]);
        Assert.Equal(["/data"], config.Volumes);
    }

    private string Message(string file, ImageReference name)
    {
        PtracerException failure = Assert.Throws<PtracerException>(
            () => Client(file).Pull(name, null, TestContext.Current.CancellationToken));
        Assert.DoesNotContain('\n', failure.Message);
        return failure.Message;
    }

    private RegistryClient Client(string file, ImagePlatform? platform = null) => new(
        new BlobStore(_place["store"]),
        Credentials.Read(_place[file]),
        new RegistryOptions { Platform = platform ?? ImagePlatform.Default, FirstWait = TimeSpan.FromMilliseconds(5) });
}
