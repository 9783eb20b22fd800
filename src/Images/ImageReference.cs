using Ptracer.Images.Layouts;

namespace Ptracer.Images;

/// <summary>
/// The name of an image in a registry, as Docker writes it: <c>[docker://][HOST[:PORT]/]NAME[:TAG][@DIGEST]</c>. Without
/// a host it is Docker Hub's, and there a name of one word is in <c>library</c>; without a tag it is <c>latest</c>.
/// </summary>
/// <param name="Registry">The registry's host, with a port if one is given.</param>
/// <param name="Repository">The name in it.</param>
/// <param name="Tag">The tag; null: only the digest counts.</param>
/// <param name="Digest">The manifest's digest; with one the tag says nothing.</param>
internal sealed record ImageReference(string Registry, string Repository, string? Tag, ImageDigest? Digest)
{
    private const string Hub = "docker.io";
    private const string Scheme = "docker://";
    private const int MaxLength = 255;
    private const int MaxTagLength = 128;

    /// <summary>Where the registry answers: Docker Hub's is another host than its name.</summary>
    public string ApiHost => Registry == Hub ? "registry-1.docker.io" : Registry;

    /// <summary>What is asked for: the digest, or the tag.</summary>
    public string Selector => Digest?.ToString() ?? Tag!;

    /// <summary>Reads one.</summary>
    /// <exception cref="PtracerException">It is none.</exception>
    public static ImageReference Parse(string text)
    {
        string rest = text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..] : text;
        ImageDigest? digest = null;
        int at = rest.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            digest = ImageDigest.TryParse(rest[(at + 1)..], out ImageDigest parsed)
                ? parsed
                : throw Wrong(text, $"{rest[(at + 1)..]} is no digest (sha256:, and 64 digits)");
            rest = rest[..at];
        }

        string? tag = null;
        int colon = rest.LastIndexOf(':');
        if (colon > rest.LastIndexOf('/'))
        {
            (rest, tag) = (rest[..colon], rest[(colon + 1)..]);
            tag = IsTag(tag) ? tag : throw Wrong(text, $"{tag} is no tag");
        }

        (string registry, string repository) = Split(rest);
        if (!IsHost(registry))
        {
            throw Wrong(text, $"{registry} is no host");
        }

        if (!IsName(repository) || registry.Length + repository.Length > MaxLength)
        {
            string hint = repository.Any(char.IsAsciiLetterUpper) ? " (names are in small letters)" : "";
            throw Wrong(text, $"{(repository.Length == 0 ? "nothing" : repository)} is no name{hint}");
        }

        return new ImageReference(registry, repository, digest is null ? tag ?? "latest" : tag, digest);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Registry}/{Repository}{(Tag is null ? "" : ":" + Tag)}{(Digest is null ? "" : "@" + Digest)}";

    // Docker's rule: a first word with a dot or a colon, or "localhost", is a host.
    private static (string Registry, string Repository) Split(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? "" : text[..slash];
        bool isHost = first == "localhost" || first.AsSpan().ContainsAny(".:") || first.Any(char.IsAsciiLetterUpper);
        (string registry, string repository) = isHost ? (first, text[(slash + 1)..]) : (Hub, text);
        registry = registry is "index.docker.io" or "registry-1.docker.io" ? Hub : registry;
        bool isShort = registry == Hub && !repository.Contains('/', StringComparison.Ordinal);
        return (registry, isShort ? "library/" + repository : repository);
    }

    private static PtracerException Wrong(string text, string problem) =>
        new($"{text}: not the name of an image: {problem}; write it as docker://HOST/NAME:TAG, or debian:12");

    private static bool IsTag(string text) =>
        text.Length is > 0 and <= MaxTagLength && IsWordLetter(text[0]) && text.All(static letter => IsWordLetter(letter) || letter is '.' or '-');

    private static bool IsWordLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    // Small letters and digits; between them a dot, one or two low lines, or any number of dashes.
    private static bool IsName(string text) => text.Split('/').All(static word =>
    {
        bool isRight = word.Length > 0 && char.IsAsciiLetterOrDigit(word[0]) && char.IsAsciiLetterOrDigit(word[^1]);
        for (int at = 0; at < word.Length && isRight;)
        {
            int end = at;
            while (end < word.Length && !char.IsAsciiLetterOrDigit(word[end]))
            {
                end++;
            }

            string between = word[at..end];
            isRight = (between is "" or "." or "_" or "__" || between.All(static letter => letter == '-'))
                && (end == word.Length || !char.IsAsciiLetterUpper(word[end]));
            at = end + 1;
        }

        return isRight;
    });

    private static bool IsHost(string text)
    {
        int colon = text.LastIndexOf(':');
        bool hasPort = colon > text.LastIndexOf(']');
        string host = hasPort ? text[..colon] : text;
        bool isPort = !hasPort || (ushort.TryParse(text[(colon + 1)..], out ushort port) && port > 0);
        return isPort && Uri.CheckHostName(host) != UriHostNameType.Unknown;
    }
}
