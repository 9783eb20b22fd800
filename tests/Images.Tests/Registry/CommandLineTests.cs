using System.Diagnostics;
using System.Text.Json;
using Images.Tests.Harness;
using Packer.Tests.Harness;
using Xunit;

namespace Images.Tests.Registry;

/// <summary>The program itself, as an ordinary user: images pulled from a real registry, run, and made guests of.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string User = "12345";

    private readonly ScratchDirectory _place = new();

    public CommandLineTests()
    {
        SampleImage.Bring(_place);
        _place.Shell("chmod 755 .; chmod -R a+rX image; mkdir home; chmod 777 home");
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Pull_ThenRun_StartsTheImagesCommand()
    {
        using RegistryProcess registry = new(_place);
        string image = Push(registry);

        (int notHere, _, string remedy) = Ptracer("run", "-r", image);
        string digest = Success("pull", image);
        string again = Success("pull", image["docker://".Length..]);

        Assert.Equal(125, notHere);
        Assert.Equal($"ptracer: {image}: not here; pull it first: ptracer pull {image["docker://".Length..]}\n", remedy);
        Assert.Equal(_place.Shell($"skopeo inspect --tls-verify=false --format '{{{{.Digest}}}}' {image}"), digest);
        Assert.Equal(digest, again);
        Assert.Equal("hi\n", Success("run", "-r", image));
        Assert.Equal("1000 /opt b /usr/bin\n", Success("run", "-r", image, "bash", "-c", "echo $UID $PWD $A $PATH"));
        Assert.Equal("0 /var\n", Success("run", "-r", image, "-0", "-w", "/var", "bash", "-c", "echo $UID $PWD"));
    }

    [Fact]
    public void Pull_ToAPlace_WritesItThereOnly()
    {
        using RegistryProcess registry = new(_place);
        string image = Push(registry);

        string digest = Success("pull", image, "-o", _place["home/tree"]);
        Success("pull", image, "-o", _place["home/tree.oci"]);
        (int again, _, string exists) = Ptracer("pull", image, "-o", _place["home/tree"]);

        Assert.StartsWith("sha256:", digest, StringComparison.Ordinal);
        Assert.Equal(SampleImage.Listing(_place, "expected"), SampleImage.Listing(_place, "home/tree"));
        Assert.Contains("/bin/bash", _place.Shell("skopeo inspect --config oci:home/tree.oci"), StringComparison.Ordinal);
        Assert.Equal(125, again);
        Assert.Contains("exists already", exists, StringComparison.Ordinal);
        Assert.Equal(125, Ptracer("run", "-r", image).Status);
    }

    [Theory]
    [InlineData("registry")]
    [InlineData("layout")]
    [InlineData("named")]
    [InlineData("archive")]
    [InlineData("docker")]
    public void GuestCreate_FromAnImage_TakesItsVariables(string source)
    {
        using RegistryProcess registry = new(_place);
        _place.Shell("tar -C image -cf image.tar .; chmod 644 image.tar");
        _place.Shell("skopeo copy --insecure-policy --quiet oci:image:v1 docker-archive:docker.tar:d:v1; chmod 644 docker.tar");
        string from = source switch
        {
            "registry" => Push(registry),
            "layout" => _place["image"],
            "named" => _place["image"] + ":v1",
            "archive" => _place["image.tar"],
            _ => _place["docker.tar"],
        };

        Success("guest", "create", "g", "--from", from, "--env", "B=own");
        Success("import", from, "h");

        Assert.Equal("b own /usr/bin\n", Success("exec", "g", "--", "bash", "-c", "echo $A $B $PATH"));
        Assert.Equal("file\n", Success("exec", "h", "--", "bash", "-c", "echo $(</opt/becomes-file)"));
        using JsonDocument guest = JsonDocument.Parse(File.ReadAllText(_place["home/guests/g/guest.json"]));
        JsonElement kept = guest.RootElement.GetProperty("image");
        Assert.Equal("/bin/bash", kept.GetProperty("entrypoint")[0].GetString());
        Assert.Equal("echo hi", kept.GetProperty("command")[1].GetString());
        Assert.Equal("/opt", kept.GetProperty("workingDirectory").GetString());
        Assert.Equal("1000:1000", kept.GetProperty("user").GetString());
    }

    [Theory]
    [InlineData("127.0.0.1:1/d:v1", "127.0.0.1:1")]
    [InlineData("Debian", "names are in small letters")]
    [InlineData("../x", "not the name of an image")]
    [InlineData("a..b/../../x", "not the name of an image")]
    public void Pull_NothingThere_IsOneLine(string image, string text)
    {
        (int status, _, string errors) = Ptracer("pull", image);

        Assert.Equal(125, status);
        Assert.Contains(text, errors, StringComparison.Ordinal);
        Assert.Equal(1, errors.Count(letter => letter == '\n'));
    }

    [Fact]
    public void Pull_WholeRootfs_TimeBesideSkopeoAndUmoci()
    {
        using RegistryProcess registry = new(_place);
        string image = Push(registry);
        TimeSpan ours = Time(() => Success("pull", image));
        TimeSpan theirs = Time(() => AsUser(
            "bash", "-euc", $"cd home; skopeo copy --insecure-policy --quiet --src-tls-verify=false {image} oci:theirs:v1; "
                + "umoci unpack --rootless --image theirs:v1 bundle"));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"pull and unpack: ptracer {ours.TotalMilliseconds:0} ms, skopeo copy and umoci unpack {theirs.TotalMilliseconds:0} ms");

        Assert.Equal(
            _place.Shell("cd home/bundle/rootfs; find . -printf '%P %y %l\\n' | LC_ALL=C sort"),
            _place.Shell("cd home/images/unpacked/*/rootfs; find . -printf '%P %y %l\\n' | LC_ALL=C sort"));
    }

    private static TimeSpan Time(Action action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed;
    }

    private string Push(RegistryProcess registry)
    {
        string image = $"docker://{registry.Host}/test/d:v1";
        _place.Shell($"skopeo copy --insecure-policy --quiet --dest-tls-verify=false oci:image:v1 {image}");
        return image;
    }

    private string Success(params string[] words) => Checked(string.Join(' ', words), Ptracer(words));

    private string AsUser(params string[] words) => Checked(string.Join(' ', words), Run(words));

    private static string Checked(string command, (int Status, string Output, string Errors) run)
    {
        Assert.True(run.Status == 0, $"{command}: status {run.Status}: {run.Errors}");
        return run.Output;
    }

    private (int Status, string Output, string Errors) Ptracer(params string[] words) =>
        Run([Environment.GetEnvironmentVariable("PTRACER_BIN")!, .. words]);

    private (int Status, string Output, string Errors) Run(params string[] words)
    {
        string[] user = Environment.UserName == "root"
            ? ["--reuid", User, "--regid", User, "--clear-groups", "env"] : ["env"];
        string program = user[0] == "env" ? "env" : "setpriv";
        return _place.Run(
            program, [.. user.Skip(program == "env" ? 1 : 0), $"PTRACER_HOME={_place["home"]}", $"HOME={_place["home"]}", .. words]);
    }
}
