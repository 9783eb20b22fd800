using System.Text;
using Ptracer.Images.Layouts;

namespace Ptracer.Images.Registry;

/// <summary>Who logs in to a registry.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Password">The password.</param>
/// <param name="IdentityToken">In place of a password, a token to get others with; null: none.</param>
internal sealed record Login(string User, string Password, string? IdentityToken)
{
    /// <summary>The value of an Authorization header (RFC 7617).</summary>
    public string Basic => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
}

/// <summary>
/// The logins of <c>docker login</c>, <c>podman login</c> or <c>skopeo login</c>: the file that REGISTRY_AUTH_FILE names,
/// or Docker's <c>config.json</c>. Programs that keep passwords (credential helpers) are not run; whoever needs one is told.
/// </summary>
internal sealed class Credentials
{
    private const string HubKey = "https://index.docker.io/v1/";

    private readonly Dictionary<string, Login> _logins = [];
    private readonly Dictionary<string, string> _helpers = [];
    private string? _store;

    /// <summary>The file they are read from.</summary>
    public required string File { get; init; }

    /// <summary>Reads the user's.</summary>
    /// <exception cref="PtracerException">The file is there and cannot be read.</exception>
    public static Credentials Read()
    {
        string? file = Environment.GetEnvironmentVariable("REGISTRY_AUTH_FILE");
        string home = Environment.GetEnvironmentVariable("DOCKER_CONFIG")
            ?? (Environment.GetEnvironmentVariable("HOME") ?? "") + "/.docker";
        return Read(string.IsNullOrEmpty(file) ? home + "/config.json" : file);
    }

    /// <summary>Reads a file; one that is not there has no logins.</summary>
    public static Credentials Read(string file)
    {
        Credentials credentials = new() { File = file };
        byte[] text;
        try
        {
            text = System.IO.File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return credentials;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PtracerException($"{file}: cannot be read; make it readable, or set REGISTRY_AUTH_FILE to another", error);
        }

        credentials.Add(JsonView.Parse(file, text));
        return credentials;
    }

    /// <summary>The login for a repository: that of its longest prefix.</summary>
    public Login? Find(ImageReference image)
    {
        string key = $"{image.Registry}/{image.Repository}";
        for (int length = key.Length; length > 0; length = key.LastIndexOf('/', length - 1))
        {
            if (_logins.TryGetValue(key[..length], out Login? login))
            {
                return login;
            }
        }

        return null;
    }

    /// <summary>What to do about a registry that wants a login and has none.</summary>
    public string Remedy(ImageReference image)
    {
        string? helper = _helpers.GetValueOrDefault(image.Registry) ?? _store;
        return helper is null
            ? $"log in: skopeo login {image.Registry} (or docker login), or write {File}"
            : $"{File} keeps its login in docker-credential-{helper}, which is not run: "
                + $"set REGISTRY_AUTH_FILE=FILE after skopeo login --authfile FILE {image.Registry}";
    }

    private void Add(JsonView json)
    {
        _store = json.Text("credsStore");
        foreach ((string host, JsonView helper) in json.Member("credHelpers")?.Members ?? [])
        {
            _helpers[Key(host)] = helper.AsText();
        }

        foreach ((string host, JsonView auth) in json.Member("auths")?.Members ?? [])
        {
            string? token = auth.Text("identitytoken");
            string[] words = Decoded(auth.Text("auth") ?? "").Split(':', 2);
            if (words.Length == 2 || token is not null)
            {
                _logins[Key(host)] = new Login(words[0], words.Length == 2 ? words[1].TrimEnd('\0') : "", token);
            }
        }
    }

    private string Decoded(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            throw new PtracerException($"{File}: a login that is not base64; log in again");
        }
    }

    // Docker writes its own registry as an address, and once did so for all.
    private static string Key(string host)
    {
        if (host == HubKey)
        {
            return "docker.io";
        }

        int scheme = host.IndexOf("://", StringComparison.Ordinal);
        host = scheme < 0 ? host : host[(scheme + 3)..].Split('/')[0];
        return host is "index.docker.io" or "registry-1.docker.io" ? "docker.io" : host.TrimEnd('/');
    }
}
