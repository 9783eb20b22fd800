namespace Ptracer.Images.Layouts;

/// <summary>An OCI image layout (OCI image specification, image-layout.md), in a directory or in an archive of it.</summary>
internal sealed class OciLayout : IImageDocuments
{
    private readonly LayoutFiles _files;

    private OciLayout(LayoutFiles files) => _files = files;

    /// <inheritdoc/>
    public string Name => _files.Name;

    /// <summary>Finds an image in it.</summary>
    /// <param name="files">The layout; the image owns it.</param>
    /// <param name="reference">The image's name in it; null: it has only one.</param>
    /// <param name="platform">What is wanted.</param>
    /// <exception cref="PtracerException">It is damaged, or has no such image.</exception>
    public static ContainerImage Open(LayoutFiles files, string? reference, ImagePlatform platform)
    {
        OciLayout layout = new(files);
        string version = JsonView.Parse($"{files.Name}: oci-layout", files.ReadDocument("oci-layout")).Text("imageLayoutVersion") ?? "";
        if (!version.StartsWith("1.", StringComparison.Ordinal))
        {
            throw new PtracerException($"{files.Name}: a layout of version {version}; make it again as one of version 1.0.0");
        }

        byte[] index = files.ReadDocument("index.json");
        ManifestResolver resolver = new(layout, platform);
        ResolvedManifest found = layout.Select(index, reference) is { } named
            ? resolver.Resolve($"{files.Name}:{named.Reference}", layout.ReadManifest(named))
            : resolver.Resolve(files.Name, index);
        return new ContainerImage(
            files.Name,
            found.Digest,
            found.Config,
            [.. found.Layers.Select(layer => layout.Layer(layer))],
            files);
    }

    /// <inheritdoc/>
    public byte[] ReadManifest(ImageDescriptor descriptor)
    {
        byte[] content = _files.ReadDocument(PathOf(descriptor.Digest));
        return ImageDigest.Of(descriptor.Digest.Algorithm, content) == descriptor.Digest && content.Length == descriptor.SizeBytes
            ? content
            : throw new PtracerException($"{Name}: {descriptor.Digest}: the content is another; the layout is damaged: get it again");
    }

    /// <inheritdoc/>
    public byte[] ReadConfig(ImageDescriptor descriptor) => ReadManifest(descriptor);

    private static string PathOf(ImageDigest digest) => $"blobs/{digest.Algorithm}/{digest.Hex}";

    private ImageLayer Layer(ImageDescriptor descriptor)
    {
        ImageLayer layer = _files.Layer(PathOf(descriptor.Digest), descriptor.Digest);
        return layer.SizeBytes == descriptor.SizeBytes
            ? layer
            : throw new PtracerException($"{layer.Name}: has {layer.SizeBytes} bytes and not {descriptor.SizeBytes}; get the image again");
    }

    // Null: the index as a whole is one image, for one or more platforms.
    private ImageDescriptor? Select(byte[] index, string? reference)
    {
        string document = $"{Name}: index.json";
        List<ImageDescriptor> all =
            [.. JsonView.Parse(document, index).List("manifests").Select(json => ImageDescriptor.Parse(document, json))];
        List<string> names = [.. all.Select(static image => image.Reference).OfType<string>().Distinct()];
        if (reference is null && names.Count < 2)
        {
            return all.Count == 1 ? all[0] : null;
        }

        ImageDescriptor? named = all.Find(image => image.Reference == reference || image.Digest.ToString() == reference);
        if (reference is null || named is null)
        {
            string problem = reference is null ? "holds several images" : $"holds no image {reference}";
            string list = names.Count == 0 ? "give no name" : $"it has {string.Join(", ", names)}: name one of them";
            throw new PtracerException($"{Name}: {problem}; {list}");
        }

        return named;
    }
}
