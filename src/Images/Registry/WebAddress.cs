using System.Net;

namespace Ptracer.Images.Registry;

/// <summary>An http or https address.</summary>
internal sealed record WebAddress
{
    private readonly Uri _uri;

    private WebAddress(Uri uri) => _uri = uri;

    /// <summary>The host's name or address.</summary>
    public string Host => _uri.DnsSafeHost;

    /// <summary>The port, the scheme's own if none is written.</summary>
    public int Port => _uri.Port;

    /// <summary>For the Host header.</summary>
    public string Authority => _uri.Authority;

    /// <summary>What is asked of the host.</summary>
    public string PathAndQuery => _uri.PathAndQuery;

    /// <summary>Whether it is https.</summary>
    public bool IsSecure => _uri.Scheme == Uri.UriSchemeHttps;

    /// <summary>Whether the host is this machine itself.</summary>
    public bool IsLoopback => IsLoopbackHost(Host);

    /// <summary>Scheme, host and port: who is asked, and may be told a password.</summary>
    public string Origin => $"{_uri.Scheme}://{_uri.Host}:{_uri.Port}";

    /// <summary>Whether a host is this machine itself.</summary>
    public static bool IsLoopbackHost(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Reads one. False: it is none, or of another scheme.</summary>
    public static bool TryParse(string text, out WebAddress? address)
    {
        bool isAddress = Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0;
        address = isAddress ? new WebAddress(uri!) : null;
        return isAddress;
    }

    /// <summary>An address that this one's answer leads to, or null.</summary>
    public WebAddress? Follow(string location) =>
        Uri.TryCreate(_uri, location, out Uri? uri) && TryParse(uri.AbsoluteUri, out WebAddress? address) ? address : null;

    /// <summary>The same with more in its query.</summary>
    public WebAddress WithQuery(string query) => new(new UriBuilder(_uri) { Query = _uri.Query is [_, ..] own ? $"{own[1..]}&{query}" : query }.Uri);

    /// <inheritdoc/>
    public override string ToString() => $"{_uri.Scheme}://{_uri.Authority}{_uri.AbsolutePath}"; // a query may hold a password
}
