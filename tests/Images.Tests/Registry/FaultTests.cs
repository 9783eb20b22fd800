using System.Text;
using Images.Tests.Harness;
using Packer.Tests.Harness;
using Ptracer;
using Ptracer.Images;
using Ptracer.Images.Layouts;
using Ptracer.Images.Registry;
using Xunit;

namespace Images.Tests.Registry;

/// <summary>Registries that answer wrongly: one line says so, and nothing is left but what a later download goes on with.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly ScratchDirectory _place = new();

    public void Dispose() => _place.Dispose();

    public static TheoryData<string, string> WrongAnswers => new()
    {
        { "html", "a web page answers, and no registry" },
        { "not-http", "the answer is not HTTP/1.1" },
        { "huge-manifest", "a manifest over 4 MiB" },
        { "endless-manifest", "a manifest over 4 MiB" },
        { "not-json", "not JSON" },
        { "wrong-types", "has something else where" },
        { "wrong-digest-header", "sends another content than sha256:" },
        { "wrong-layer", "sends another content than the digest says" },
        { "long-layer", "the registry has 101989 bytes and not 101888" },
        { "endless-layer", "sends more than the 101888 bytes" },
        { "short-layer", "the registry has 100 bytes and not 101888" },
        { "redirect-loop", "more than 10 redirects" },
        { "redirect-nowhere", "a redirect to nowhere" },
        { "unauthorized-loop", "the registry does not allow it (401" },
        { "no-challenge", "wants a login of a kind that is not known" },
        { "token-of-another", "which is not https" },
        { "too-many", "the registry limits how often it is asked (429)" },
        { "failing", "the registry failed (503)" },
        { "schema-1", "a manifest of schema 1" },
        { "hanging-up", "the connection" },
        { "wrong-config", "sends another content than the digest says" },
        { "long-headers", "the headers of the answer are too long" },
        { "artifact", "not an image of a container" },
        { "bell", "not in the registry: ring  [0m; check" },
    };

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public void Pull_WrongAnswer_IsOneLineAndLeavesNothing(string fault, string expected)
    {
        using FakeRegistry registry = new(question => Answer(fault, question));

        PtracerException failure = Assert.Throws<PtracerException>(() => Pull(registry));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{registry.Host}/d", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(failure.Message, char.IsControl);
        Assert.True(registry.Questions.Count < 30);
        Assert.DoesNotContain(".partial", _place.Tree("store"), StringComparison.Ordinal);
    }

    [Fact]
    public void Pull_BrokenOffDownload_GoesOn()
    {
        (_, _, byte[] layer) = FakeRegistry.Image();
        int breaks = 0;
        using FakeRegistry registry = new(question =>
        {
            if (!question.Path.EndsWith(ImageDigest.Of(layer).Hex, StringComparison.Ordinal))
            {
                return FakeRegistry.Right(question);
            }

            int from = question.Headers.TryGetValue("Range", out string? range) ? int.Parse(range["bytes=".Length..^1], null) : 0;
            byte[] rest = layer[from..];
            byte[] whole = from == 0
                ? FakeRegistry.Bytes("200 OK", rest)
                : FakeRegistry.Bytes("206 Partial Content", rest, $"Content-Range: bytes {from}-{layer.Length - 1}/{layer.Length}");
            return breaks++ < 8 ? whole[..^(rest.Length * 3 / 4)] : whole;
        });

        using ContainerImage image = Pull(registry);

        Assert.Equal(9, breaks);
        Assert.Equal(layer, File.ReadAllBytes(_place[$"store/sha256/{ImageDigest.Of(layer).Hex}"]));
    }

    [Fact]
    public void Pull_GivenUp_KeepsThePartForTheNextTime()
    {
        (_, _, byte[] layer) = FakeRegistry.Image();
        string hex = ImageDigest.Of(layer).Hex;
        bool isBroken = true;
        using FakeRegistry registry = new(question => !question.Path.EndsWith(hex, StringComparison.Ordinal) ? FakeRegistry.Right(question)
            : !isBroken ? FakeRegistry.Bytes("206 Partial Content", layer[50_000..], $"Content-Range: bytes 50000-{layer.Length - 1}/{layer.Length}")
            : question.Headers.ContainsKey("Range") ? FakeRegistry.Text("500 No", "")
            : [.. FakeRegistry.Bytes("200 OK", layer)[..^(layer.Length - 50_000)]]);

        Assert.Throws<PtracerException>(() => Pull(registry));
        Assert.Equal(50_000, new FileInfo(_place[$"store/sha256/{hex}.partial"]).Length);
        isBroken = false;
        using ContainerImage image = Pull(registry);

        Assert.Equal("bytes=50000-", registry.Questions[^1].Headers["Range"]);
        Assert.Equal(layer, File.ReadAllBytes(_place[$"store/sha256/{hex}"]));
    }

    [Fact]
    public void Pull_RegistryWithoutRanges_StartsAgain()
    {
        (_, _, byte[] layer) = FakeRegistry.Image();
        string hex = ImageDigest.Of(layer).Hex;
        Directory.CreateDirectory(_place["store/sha256"]);
        File.WriteAllBytes(_place[$"store/sha256/{hex}.partial"], new byte[1000]);
        using FakeRegistry registry = new(FakeRegistry.Right);

        using ContainerImage image = Pull(registry);

        Assert.Equal(layer, File.ReadAllBytes(_place[$"store/sha256/{hex}"]));
    }

    [Fact]
    public void Pull_BusyRegistry_IsAskedAgainWhenItSays()
    {
        using FakeRegistry registry = new(question => question.Number switch
        {
            0 => FakeRegistry.Text("429 Too Many", "", "Retry-After: 0"),
            1 => FakeRegistry.Text("503 Later", ""),
            _ => FakeRegistry.Right(question),
        });

        using ContainerImage image = Pull(registry);

        Assert.Single(image.Layers);
    }

    [Fact]
    public void Pull_Redirect_DoesNotTellTheLogin()
    {
        using FakeRegistry other = new(FakeRegistry.Right);
        using FakeRegistry registry = new(question =>
            !question.Headers.ContainsKey("Authorization") ? FakeRegistry.Text("401 No", "", "WWW-Authenticate: Basic realm=\"x\"")
            : FakeRegistry.Text("307 There", "", $"Location: http://{other.Host}{question.Path}?signature=1"));
        File.WriteAllText(_place["auth.json"], $$"""{"auths": {"{{registry.Host}}": {"auth": "YTpi"} } }""");

        using ContainerImage image = Pull(registry);

        Assert.Equal("Basic YTpi", registry.Questions[^1].Headers["Authorization"]);
        Assert.NotEmpty(other.Questions);
        Assert.All(other.Questions, question => Assert.DoesNotContain("Authorization", question.Headers.Keys));
    }

    [Theory]
    [InlineData("""{"auths": {"HOST": {"auth": "YTpi"} } }""", "GET", "Basic YTpi")]
    [InlineData("""{"auths": {"HOST": {"auth": "YTo=", "identitytoken": "refresh"} } }""", "POST", null)]
    [InlineData("{}", "GET", null)]
    public void Pull_TokenServer_IsAskedForTheScope(string file, string method, string? authorization)
    {
        using FakeRegistry tokens = new(_ => FakeRegistry.Text("200 OK", """{"token": "the-token"}"""));
        using FakeRegistry registry = new(question => question.Headers.GetValueOrDefault("Authorization") == "Bearer the-token"
            ? FakeRegistry.Right(question)
            : FakeRegistry.Text("401 No", "", $"WWW-Authenticate: Bearer realm=\"http://{tokens.Host}/token?a=b\",service=\"the service\",scope=\"repository:d:pull,push\""));
        File.WriteAllText(_place["auth.json"], file.Replace("HOST", registry.Host, StringComparison.Ordinal));

        using ContainerImage image = Pull(registry);

        FakeQuestion asked = Assert.Single(tokens.Questions);
        Assert.Equal(method, asked.Method);
        Assert.Equal(authorization, asked.Headers.GetValueOrDefault("Authorization"));
        if (method == "GET")
        {
            Assert.Equal("/token?a=b&service=the%20service&scope=repository%3Ad%3Apull%2Cpush", asked.Path);
        }
    }

    [Fact]
    public void Pull_Cancelled_EndsAtOnce()
    {
        using CancellationTokenSource cancelled = new();
        using ManualResetEventSlim asked = new();
        using FakeRegistry registry = new(_ =>
        {
            cancelled.Cancel();
            asked.Wait(TimeSpan.FromSeconds(20));
            return [];
        });

        Assert.ThrowsAny<OperationCanceledException>(() => Client().Pull(ImageReference.Parse($"{registry.Host}/d:v"), null, cancelled.Token));

        asked.Set();
    }

    [Fact]
    public void Pull_PlainHttpToAnotherMachine_IsRefused()
    {
        using FakeRegistry registry = new(_ => FakeRegistry.Text("307 There", "", "Location: http://192.0.2.1/v2/x"));

        PtracerException failure = Assert.Throws<PtracerException>(() => Pull(registry));

        Assert.Contains("http to 192.0.2.1 would be open to everyone on the way; use https", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Answer(string fault, FakeQuestion question)
    {
        (byte[] manifest, byte[] config, byte[] layer) = FakeRegistry.Image();
        bool isLayer = question.Path.EndsWith(ImageDigest.Of(layer).Hex, StringComparison.Ordinal);
        bool isConfig = question.Path.EndsWith(ImageDigest.Of(config).Hex, StringComparison.Ordinal);
        return (fault, isLayer, isConfig) switch
        {
            ("html", _, _) => FakeRegistry.Text("200 OK", "<html>", "Content-Type: text/html; charset=utf-8"),
            ("not-http", _, _) => "SSH-2.0-OpenSSH\r\n\r\n"u8.ToArray(),
            ("huge-manifest", _, _) => "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"u8.ToArray(),
            ("endless-manifest", _, _) => [.. "HTTP/1.1 200 OK\r\n\r\n"u8, .. new byte[5_000_000]],
            ("not-json", _, _) => FakeRegistry.Text("200 OK", "{"),
            ("wrong-types", _, _) => FakeRegistry.Text("200 OK", """{"schemaVersion": 2, "manifests": "x"}"""),
            ("wrong-digest-header", _, _) => FakeRegistry.Bytes("200 OK", manifest, $"Docker-Content-Digest: {ImageDigest.Of(config)}"),
            ("wrong-layer", true, _) => FakeRegistry.Bytes("200 OK", new byte[layer.Length]),
            ("long-layer", true, _) => FakeRegistry.Bytes("200 OK", [.. layer, .. new byte[101]]),
            ("endless-layer", true, _) => [.. "HTTP/1.1 200 OK\r\n\r\n"u8, .. new byte[5_000_000]],
            ("short-layer", true, _) => FakeRegistry.Bytes("200 OK", layer[..100]),
            ("redirect-loop", _, _) => FakeRegistry.Text("302 There", "", $"Location: {question.Path}"),
            ("redirect-nowhere", _, _) => FakeRegistry.Text("302 There", "", "Location: ftp://x/"),
            ("unauthorized-loop", _, _) => question.Path.StartsWith("/token", StringComparison.Ordinal)
                ? FakeRegistry.Text("200 OK", """{"access_token": "t"}""")
                : FakeRegistry.Text("401 No", "", $"WWW-Authenticate: Bearer realm=\"http://{question.Headers["Host"]}/token\""),
            ("no-challenge", _, _) => FakeRegistry.Text("401 No", "", "WWW-Authenticate: Negotiate"),
            ("token-of-another", _, _) => FakeRegistry.Text("401 No", "", "WWW-Authenticate: Bearer realm=\"ftp://x\""),
            ("too-many", _, _) => FakeRegistry.Text("429 Too Many", ""),
            ("failing", _, _) => FakeRegistry.Text("503 No", ""),
            ("schema-1", _, _) => FakeRegistry.Text("200 OK", """{"schemaVersion": 1}"""),
            ("hanging-up", _, _) => [],
            ("wrong-config", _, true) => FakeRegistry.Bytes("200 OK", new byte[config.Length]),
            ("long-headers", _, _) => Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nX: " + new string('x', 100_000)),
            ("artifact", _, _) => FakeRegistry.Text("200 OK", Encoding.UTF8.GetString(manifest).Replace("oci.image.config", "other.thing", StringComparison.Ordinal)),
            ("bell", _, _) => FakeRegistry.Text("404 No", """{"errors": [{"message": "ring\u0007\u001b[0m"}]}"""),
            _ => FakeRegistry.Right(question),
        };
    }

    private RegistryClient Client() => new(
        new BlobStore(_place["store"]),
        Credentials.Read(_place["auth.json"]),
        new RegistryOptions { Attempts = 3, FirstWait = TimeSpan.FromMilliseconds(1) });

    private ContainerImage Pull(FakeRegistry registry) =>
        Client().Pull(ImageReference.Parse($"{registry.Host}/d:v"), null, TestContext.Current.CancellationToken);
}
