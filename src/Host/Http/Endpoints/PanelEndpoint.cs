using System.IO.Compression;
using System.Reflection;
using Ptracer.Host.Http.Routing;

namespace Ptracer.Host.Http.Endpoints;

/// <summary>
/// The control panel: files that src/Host/Panel/build.mjs made and the binary carries, compressed already. They hold no
/// secret, so they are served without the token; the page brings it from the fragment of its address.
/// </summary>
internal sealed class PanelEndpoint
{
    private const string Prefix = "panel/";
    private const string Page = "index.html";

    // No 'unsafe-inline' for xterm.js: Panel/src/terminal.js takes its rules into constructed style sheets.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly (string Ending, string Type)[] s_types =
    [
        (".html", "text/html; charset=utf-8"),
        (".js", "text/javascript; charset=utf-8"),
        (".css", "text/css; charset=utf-8"),
        (".svg", "image/svg+xml"),
        (".webmanifest", "application/manifest+json"),
    ];

    /// <summary>The routes.</summary>
    public static IEnumerable<Route> Routes() =>
    [
        new("GET", "/", http => Send(http, Page)) { Access = RouteAccess.Public },
        new("GET", "/{asset}", http => Send(http, http.Route.Find("asset")!)) { Access = RouteAccess.Public },
    ];

    private static async Task Send(Exchange http, string name)
    {
        int type = Array.FindIndex(s_types, pair => name.EndsWith(pair.Ending, StringComparison.Ordinal));
        string accepted = http.Headers.AcceptEncoding.ToString();
        byte[]? brotli = type < 0 ? null : Resource(name + ".br");
        byte[]? gzip = type < 0 ? null : Resource(name + ".gz");
        if (brotli is null || gzip is null)
        {
            throw new ProblemException(404, name == Page
                ? "this binary was built without the control panel; build it by: ./build.sh build"
                : "there is nothing at this path; see /openapi.json");
        }

        http.ResponseHeaders.ContentSecurityPolicy = Policy;
        http.ResponseHeaders["Referrer-Policy"] = "no-referrer";
        http.ResponseHeaders["Cross-Origin-Opener-Policy"] = "same-origin";
        http.ResponseHeaders["Cross-Origin-Resource-Policy"] = "same-origin";
        http.ResponseHeaders.XFrameOptions = "DENY";
        http.ResponseHeaders.Vary = "Accept-Encoding";
        http.ResponseHeaders.CacheControl = "no-cache";
        string tag = $"\"{ETag(brotli)}\"";
        http.ResponseHeaders.ETag = tag;
        if (http.Headers.IfNoneMatch == tag)
        {
            http.Empty(304);
            return;
        }

        (string? coding, byte[] bytes) = accepted switch
        {
            _ when Accepts(accepted, "br") => ("br", brotli),
            _ when Accepts(accepted, "gzip") => ("gzip", gzip),
            _ => ((string?)null, Unpack(gzip)),
        };
        http.ResponseHeaders.ContentEncoding = coding;
        await http.Bytes(200, s_types[type].Type, bytes);
    }

    // q=0 refuses a coding (RFC 9110, section 12.5.3).
    private static bool Accepts(string accepted, string coding) =>
        accepted.Split(',', StringSplitOptions.TrimEntries).Any(item =>
            item.Split(';', StringSplitOptions.TrimEntries) is [var name, .. var parameters]
            && name.Equals(coding, StringComparison.OrdinalIgnoreCase)
            && !parameters.Any(parameter => parameter is "q=0" or "q=0.0" or "q=0.00" or "q=0.000"));

    private static string ETag(byte[] bytes)
    {
        ulong hash = 14695981039346656037; // FNV-1a
        foreach (byte value in bytes)
        {
            hash = unchecked((hash ^ value) * 1099511628211);
        }

        return $"{bytes.Length:x}-{hash:x16}";
    }

    private static byte[] Unpack(byte[] gzip)
    {
        using GZipStream stream = new(new MemoryStream(gzip), CompressionMode.Decompress);
        using MemoryStream plain = new();
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    private static byte[]? Resource(string name)
    {
        using Stream? resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name);
        if (resource is null)
        {
            return null;
        }

        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
