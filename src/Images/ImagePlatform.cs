namespace Ptracer.Images;

/// <summary>What an image's programs run on, by Go's names (OCI image specification, image-index.md).</summary>
/// <param name="Os"><c>linux</c>.</param>
/// <param name="Architecture"><c>amd64</c>, <c>386</c>, <c>arm64</c>, …</param>
/// <param name="Variant">Of the architecture, such as <c>v7</c>; null: any, the plainest first.</param>
internal sealed record ImagePlatform(string Os, string Architecture, string? Variant = null)
{
    /// <summary>This build's own.</summary>
    public static ImagePlatform Default { get; } = new("linux", "amd64");

    /// <summary>Reads <c>linux/amd64</c>, <c>linux/arm/v7</c> or <c>amd64</c>.</summary>
    /// <exception cref="PtracerException">It is none.</exception>
    public static ImagePlatform Parse(string text)
    {
        string[] words = text.Split('/');
        if (words.Length is < 1 or > 3 || words.Any(static word => word.Length == 0 || !word.All(char.IsAsciiLetterOrDigit)))
        {
            throw new PtracerException($"{text}: not a platform; write linux/amd64 or linux/arm/v7");
        }

        return words.Length == 1
            ? new ImagePlatform("linux", words[0])
            : new ImagePlatform(words[0], words[1], words.Length == 3 ? words[2] : null);
    }

    /// <summary>Whether an image for another platform is one for this.</summary>
    public bool Takes(ImagePlatform other) =>
        Os == other.Os && Architecture == other.Architecture && (Variant is null || Variant == other.Plain);

    /// <summary>How far it is from what every machine of its architecture runs; the least is taken.</summary>
    public int Rank => (Architecture, Plain) switch
    {
        (_, null) => 0,
        ("arm", "v7") => 1,
        ("arm", "v6") => 2,
        ("arm", _) => 3,
        _ => 4,
    };

    // The first variant of amd64 and the only one of arm64 are often left out.
    private string? Plain => (Architecture, Variant) is ("amd64", "v1") or ("arm64", "v8") or (_, "") ? null : Variant;

    /// <inheritdoc/>
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
