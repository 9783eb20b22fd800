using System.IO.Compression;
using System.Net;
using System.Text;
using Ptracer.Host.Http;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>How the panel's files are served: codings, caching, headers.</summary>
public sealed class PanelAssetTests : ApiTest
{
    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", null)]
    [InlineData("", null)]
    public async Task Page_ByCoding_IsTheSamePage(string accepted, string? coding)
    {
        SkipUnlessBuilt();
        using HttpResponseMessage response = await Get("/", accepted);
        Assert.Equal(coding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        byte[] body = await response.Content.ReadAsByteArrayAsync(Cancel);
        string page = Encoding.UTF8.GetString(coding is null ? body : Decoded(body, coding));
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_ThatTheBrowserHas_IsNotSentAgain()
    {
        SkipUnlessBuilt();
        using HttpResponseMessage first = await Get("/panel.js", "br");
        using HttpRequestMessage again = new(HttpMethod.Get, "/panel.js");
        again.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag!.ToString());
        using HttpResponseMessage second = await Http.SendAsync(again, Cancel);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal("text/javascript", first.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/nothing.js")]
    [InlineData("/openapi.html")]
    [InlineData("/index.html.br")]
    [InlineData("/..%2fetc%2fpasswd")]
    public async Task File_ThatIsNone_IsNotFound(string path)
    {
        using HttpResponseMessage response = await Get(path, "br");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static void SkipUnlessBuilt() => Assert.SkipUnless(
        typeof(ApiServer).Assembly.GetManifestResourceNames().Contains("panel/index.html.br"),
        "the panel is not built; run ./build.sh build first");

    private async Task<HttpResponseMessage> Get(string path, string accepted)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        return await Http.SendAsync(request, Cancel);
    }

    private static byte[] Decoded(byte[] body, string coding)
    {
        using MemoryStream coded = new(body);
        using Stream plain = coding == "br"
            ? new BrotliStream(coded, CompressionMode.Decompress)
            : new GZipStream(coded, CompressionMode.Decompress);
        using MemoryStream decoded = new();
        plain.CopyTo(decoded);
        return decoded.ToArray();
    }
}
