namespace Ptracer.Images.Layouts;

/// <summary>
/// What <c>docker save</c> writes: <c>manifest.json</c>, a list of images, each with its config's and its layers' files.
/// Newer ones are OCI layouts too, and are read as such.
/// </summary>
internal static class DockerArchive
{
    /// <summary>Finds an image in it.</summary>
    /// <param name="files">The archive; the image owns it.</param>
    /// <param name="reference">One of its tags; null: it has only one image.</param>
    /// <param name="platform">What is wanted.</param>
    /// <exception cref="PtracerException">It is damaged, or has no such image.</exception>
    public static ContainerImage Open(LayoutFiles files, string? reference, ImagePlatform platform)
    {
        JsonView image = Select(files, reference);
        string path = image.Text("Config") ?? throw Damaged(files, "names no config");
        byte[] text = files.ReadDocument(path);
        string name = path[(path.LastIndexOf('/') + 1)..].Replace(".json", "", StringComparison.Ordinal);
        if (ImageDigest.TryParse("sha256:" + name, out ImageDigest digest) && ImageDigest.Of(text) != digest)
        {
            throw Damaged(files, $"{path}: the content is another");
        }

        ImageConfig config = ImageConfig.Parse($"{files.Name}: {path}", text);
        IReadOnlyList<string> layers = image.Texts("Layers");
        if (config.DiffIds.Count != layers.Count)
        {
            throw Damaged(files, $"has {layers.Count} layers, and its config {config.DiffIds.Count}");
        }

        if (!platform.Takes(config.Platform))
        {
            throw new PtracerException($"{files.Name}: no image for {platform}; it has {config.Platform}: ask for it");
        }

        return new ContainerImage(files.Name, null, config, [.. layers.Select(layer => files.Layer(layer, null))], files);
    }

    private static JsonView Select(LayoutFiles files, string? reference)
    {
        IReadOnlyList<JsonView> images = JsonView.Parse($"{files.Name}: manifest.json", files.ReadDocument("manifest.json")).AsList();
        List<JsonView> named = [.. images.Where(image => reference is null || image.Texts("RepoTags").Any(tag => IsNamed(tag, reference)))];
        if (named.Count == 1)
        {
            return named[0];
        }

        string tags = string.Join(", ", images.SelectMany(static image => image.Texts("RepoTags")));
        string problem = reference is null ? $"holds {images.Count} images" : $"holds no image {reference}";
        throw new PtracerException($"{files.Name}: {problem}; {(tags.Length == 0 ? "save one" : $"it has {tags}: name one of them")}");
    }

    private static bool IsNamed(string tag, string reference) =>
        tag == reference || tag[(tag.LastIndexOf(':') + 1)..] == reference;

    private static PtracerException Damaged(LayoutFiles files, string problem) =>
        new($"{files.Name}: {problem}; the image is damaged: get it again");
}
