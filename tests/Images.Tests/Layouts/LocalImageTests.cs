using Images.Tests.Harness;
using Packer.Tests.Harness;
using Ptracer;
using Ptracer.Images;
using Ptracer.Images.Rootfs;
using Xunit;

namespace Images.Tests.Layouts;

/// <summary>Layouts and archives of images, made by umoci and skopeo.</summary>
public sealed class LocalImageTests : IDisposable
{
    private readonly ScratchDirectory _place = new();

    public LocalImageTests() => SampleImage.Bring(_place);

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("true", "image")]
    [InlineData("tar -C image -cf image.tar .", "image.tar")]
    [InlineData("tar -C image -czf image.tar.gz blobs index.json oci-layout", "image.tar.gz")]
    [InlineData("skopeo copy --insecure-policy --quiet oci:image:v1 docker-archive:saved.tar:name/d:v1", "saved.tar")]
    [InlineData("skopeo copy --insecure-policy --quiet oci:image:v1 oci-archive:a.tar:v1", "a.tar")]
    public void Open_ImageInAnyForm_IsTheTreeOfUmoci(string script, string path)
    {
        _place.Shell(script);

        Assert.Equal(LocalImageKind.Image, LocalImage.KindOf(_place[path]));
        using ContainerImage image = LocalImage.Open(_place[path], null, ImagePlatform.Default);
        ImageUnpacker.Unpack(image, _place["out"], new RootfsLimits(), null, TestContext.Current.CancellationToken);

        Assert.Equal(SampleImage.Listing(_place, "expected"), SampleImage.Listing(_place, "out"));
        Assert.Equal(["/bin/bash"], image.Config.Entrypoint);
    }

    [Fact]
    public void KindOf_OtherThings_IsTold()
    {
        _place.Shell("tar -C expected -cf rootfs.tar .; echo no archive, but a text that is longer than one header of an archive is > text; cat text{,,,,,,,} > long; mv long text");

        Assert.Equal(LocalImageKind.RootfsArchive, LocalImage.KindOf(_place["rootfs.tar"]));
        Assert.Equal(LocalImageKind.RootfsDirectory, LocalImage.KindOf(_place["expected"]));
        Assert.Contains("not a tar archive", _place.Refused(() => LocalImage.KindOf(_place["text"])), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_SeveralImages_AreNamed()
    {
        _place.Shell("umoci tag --image image:v1 v2; umoci config --image image:v2 --config.user nobody");

        string message = _place.Refused(() => LocalImage.Open(_place["image"], null, ImagePlatform.Default));
        using ContainerImage image = LocalImage.Open(_place["image"], "v2", ImagePlatform.Default);

        Assert.Contains("holds several images; it has v1, v2: name one of them", message, StringComparison.Ordinal);
        Assert.Equal("nobody", image.Config.User);
    }

    [Fact]
    public void Open_NestedIndexOfPlatforms_TakesTheOneThatIsWanted()
    {
        _place.Shell(
            """
            python3 - <<'END'
            import hashlib, json, os
            def put(value):
                data = json.dumps(value).encode()
                digest = hashlib.sha256(data).hexdigest()
                open("image/blobs/sha256/" + digest, "wb").write(data)
                return {"digest": "sha256:" + digest, "size": len(data)}
            index = json.load(open("image/index.json"))
            manifest = json.load(open("image/blobs/" + index["manifests"][0]["digest"].replace(":", "/")))
            def variant(os_, arch, variant_=None):
                config = json.load(open("image/blobs/" + manifest["config"]["digest"].replace(":", "/")))
                config["architecture"], config["os"] = arch, os_
                config["config"]["User"] = arch + (variant_ or "")
                m = dict(manifest, config=dict(manifest["config"], **put(config)))
                platform = {"os": os_, "architecture": arch}
                if variant_: platform["variant"] = variant_; config["variant"] = variant_
                m = dict(manifest, config=dict(manifest["config"], **put(config)))
                return dict(mediaType="application/vnd.oci.image.manifest.v1+json", platform=platform, **put(m))
            inner = put({"schemaVersion": 2, "manifests": [variant("linux", "amd64", "v3"), variant("linux", "386"), variant("linux", "amd64"), variant("linux", "arm", "v6"), variant("linux", "arm", "v7"),
                {"mediaType": "x", "digest": "sha256:" + "0" * 64, "size": 1, "platform": {"os": "unknown", "architecture": "unknown"}}]})
            json.dump({"schemaVersion": 2, "manifests": [dict(mediaType="application/vnd.oci.image.index.v1+json", **inner)]}, open("image/index.json", "w"))
            END
            """);
        string User(string platform)
        {
            using ContainerImage image = LocalImage.Open(_place["image"], null, ImagePlatform.Parse(platform));
            return image.Config.User;
        }

        Assert.Equal("amd64", User("linux/amd64"));
        Assert.Equal("amd64v3", User("linux/amd64/v3"));
        Assert.Equal("386", User("386"));
        Assert.Equal("armv7", User("linux/arm"));
        Assert.Equal("armv6", User("linux/arm/v6"));
        Assert.Contains("no image for linux/s390x", _place.Refused(() => User("linux/s390x")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f=$(ls -S image/blobs/sha256/* | head -1); printf X | dd of=$f bs=1 seek=100 conv=notrunc 2> /dev/null", "get it again")]
    [InlineData("f=$(ls -S image/blobs/sha256/* | head -1); truncate -s -10 $f", "bytes and not")]
    [InlineData("rm $(ls -S image/blobs/sha256/* | head -1)", "not there; the image is not complete")]
    [InlineData("for f in image/blobs/sha256/*; do head -c 1 $f | grep -q '{' && sed -i 's/linux/Linux/' $f; done; true", "the content is another")]
    [InlineData("echo '{}' > image/index.json", "neither an index nor a manifest")]
    public void Open_DamagedLayout_IsRefused(string script, string expected)
    {
        _place.Shell(script);

        string message = _place.Refused(() =>
        {
            using ContainerImage image = LocalImage.Open(_place["image"], null, ImagePlatform.Default);
            ImageUnpacker.Unpack(image, _place["out"], new RootfsLimits(), null, TestContext.Current.CancellationToken);
        });

        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("debian", "docker.io/library/debian:latest")]
    [InlineData("debian:12", "docker.io/library/debian:12")]
    [InlineData("docker://user/name", "docker.io/user/name:latest")]
    [InlineData("index.docker.io/a/b:c", "docker.io/a/b:c")]
    [InlineData("localhost/x", "localhost/x:latest")]
    [InlineData("localhost:5000/x:1", "localhost:5000/x:1")]
    [InlineData("[::1]:5000/x:1", "[::1]:5000/x:1")]
    [InlineData("ghcr.io/o/n/deeper:v1.2-x_y", "ghcr.io/o/n/deeper:v1.2-x_y")]
    [InlineData("a__b/c-d.e", "docker.io/a__b/c-d.e:latest")]
    public void Reference_AsDockerWritesIt_IsRead(string text, string expected) => Assert.Equal(expected, $"{ImageReference.Parse(text)}");

    [Theory]
    [InlineData("")]
    [InlineData("Debian")]
    [InlineData("a//b")]
    [InlineData("a/../b")]
    [InlineData("a:")]
    [InlineData("a:b c")]
    [InlineData("a@sha256:12")]
    [InlineData("a___b")]
    [InlineData("-a")]
    [InlineData("a.")]
    [InlineData("host:99999/a")]
    [InlineData("ho st.x/a")]
    [InlineData("a\n")]
    public void Reference_ThatIsNone_IsRefused(string text) =>
        Assert.Contains("not the name of an image", Assert.Throws<PtracerException>(() => ImageReference.Parse(text)).Message, StringComparison.Ordinal);
}
