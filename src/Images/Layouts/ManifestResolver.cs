namespace Ptracer.Images.Layouts;

/// <summary>An image's manifest and config.</summary>
/// <param name="Digest">The manifest's.</param>
/// <param name="Config">Read.</param>
/// <param name="Layers">The lowest first.</param>
internal sealed record ResolvedManifest(ImageDigest Digest, ImageConfig Config, IReadOnlyList<ImageDescriptor> Layers);

/// <summary>
/// Finds the image for a platform: through indexes in indexes (Docker's manifest lists are the same) to a manifest and its
/// config.
/// </summary>
/// <param name="documents">Where they are.</param>
/// <param name="platform">What is wanted.</param>
internal sealed class ManifestResolver(IImageDocuments documents, ImagePlatform platform)
{
    /// <summary>No document of an image is larger (OCI distribution specification asks for 4 MiB at least).</summary>
    public const int MaxDocumentBytes = 4 * 1024 * 1024;

    private const int MaxDepth = 4;
    private const int MaxDocuments = 64;

    private int _read;

    /// <summary>Finds it.</summary>
    /// <param name="document">The name of the first document, for messages.</param>
    /// <param name="text">The document: an index, or a manifest.</param>
    /// <exception cref="PtracerException">It is damaged, or has nothing for the platform.</exception>
    public ResolvedManifest Resolve(string document, byte[] text) =>
        Resolve(document, text, MaxDepth) ?? throw Nothing(document, text);

    private ResolvedManifest? Resolve(string document, byte[] text, int depth)
    {
        JsonView json = JsonView.Parse(document, text);
        if (json.Size("schemaVersion") == 1)
        {
            throw new PtracerException($"{document}: a manifest of schema 1, which is out of use; push the image again with a current tool");
        }

        if (json.Member("manifests") is null)
        {
            return Manifest(document, text, json);
        }

        if (depth == 0)
        {
            throw new PtracerException($"{document}: indexes in indexes, too many; get another image");
        }

        foreach (ImageDescriptor candidate in Candidates(document, json))
        {
            if (++_read > MaxDocuments)
            {
                throw new PtracerException($"{document}: leads to more than {MaxDocuments} manifests; name one by its digest");
            }

            string name = $"{documents.Name}@{candidate.Digest}";
            if (Resolve(name, documents.ReadManifest(candidate), depth - 1) is { } found)
            {
                return found;
            }
        }

        return depth == MaxDepth ? throw Nothing(document, text) : null;
    }

    // Those that say that they fit, the plainest first; then those that say nothing.
    private IEnumerable<ImageDescriptor> Candidates(string document, JsonView index) => index.List("manifests")
        .Select(json => ImageDescriptor.Parse(document, json))
        .Where(candidate => candidate.Platform is null or { Os: "", Architecture: "" } || platform.Takes(candidate.Platform))
        .OrderBy(candidate => candidate.Platform?.Rank ?? int.MaxValue);

    private ResolvedManifest? Manifest(string document, byte[] text, JsonView json)
    {
        if (json.Member("config") is not { } configured)
        {
            throw new PtracerException($"{document}: neither an index nor a manifest of an image; check its name");
        }

        ImageDescriptor descriptor = ImageDescriptor.Parse(document, configured);
        ThrowUnlessImage(document, descriptor);
        ImageConfig config = ImageConfig.Parse($"{documents.Name}@{descriptor.Digest}", documents.ReadConfig(descriptor));
        if (!platform.Takes(config.Platform))
        {
            return null;
        }

        List<ImageDescriptor> layers = [.. json.List("layers").Select(layer => ImageDescriptor.Parse(document, layer))];
        foreach (ImageDescriptor layer in layers)
        {
            ThrowUnlessLayer(document, layer);
        }

        if (config.DiffIds.Count != layers.Count)
        {
            throw new PtracerException(
                $"{document}: has {layers.Count} layers, and its config {config.DiffIds.Count}; the image is damaged: get it again");
        }

        return new ResolvedManifest(ImageDigest.Of(text), config, layers);
    }

    private static void ThrowUnlessImage(string document, ImageDescriptor config)
    {
        if (config.MediaType is not ("" or "application/vnd.oci.image.config.v1+json" or "application/vnd.docker.container.image.v1+json"))
        {
            throw new PtracerException($"{document}: not an image of a container ({config.MediaType}); give another name");
        }
    }

    private static void ThrowUnlessLayer(string document, ImageDescriptor layer)
    {
        bool isTar = layer.MediaType is "" || layer.MediaType.Contains(".tar", StringComparison.Ordinal);
        if (!isTar || layer.MediaType.Contains("encrypted", StringComparison.Ordinal))
        {
            throw new PtracerException(
                $"{document}: a layer of a kind that cannot be unpacked ({layer.MediaType}); get another image");
        }
    }

    private PtracerException Nothing(string document, byte[] text)
    {
        JsonView json = JsonView.Parse(document, text);
        IEnumerable<string> offered = json.List("manifests")
            .Select(candidate => ImageDescriptor.Parse(document, candidate).Platform?.ToString())
            .Where(static name => name is not (null or "unknown/unknown"))
            .Select(static name => name!)
            .Distinct();
        string list = string.Join(", ", offered);
        string remedy = list.Length > 0 ? $"it has {list}: ask for one of them" : "ask for another platform, or get another image";
        return new PtracerException($"{document}: no image for {platform}; {remedy}");
    }
}
