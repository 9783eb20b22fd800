using Ptracer.Images.Layouts;

namespace Ptracer.Images.Registry;

/// <summary>
/// Pulls images from registries (OCI distribution specification; Docker's registry API, version 2) into a store. What the
/// store has is not asked for again, and a download that was interrupted goes on where it ended.
/// </summary>
/// <param name="store">Where the parts of images go.</param>
/// <param name="credentials">The user's logins.</param>
/// <param name="options">How registries are asked.</param>
internal sealed class RegistryClient(BlobStore store, Credentials credentials, RegistryOptions options)
{
    /// <summary>Pulls an image.</summary>
    /// <param name="image">Its name.</param>
    /// <param name="progress">Told what has come of each layer; null: nobody is.</param>
    /// <param name="token">Cancels it.</param>
    /// <returns>The image; its layers are in the store.</returns>
    /// <exception cref="PtracerException">It is not there, not allowed, damaged, or the network failed.</exception>
    public ContainerImage Pull(ImageReference image, Action<ImageProgress>? progress, CancellationToken token)
    {
        using Interruption interruption = new(token);
        using Web web = new(interruption);
        Retries retries = new(options, interruption);
        RegistryDocuments documents = new(image, new RegistrySession(image, web, credentials), store, retries, interruption);
        ResolvedManifest found = new ManifestResolver(documents, options.Platform).Resolve($"{image}", documents.ReadFirst());
        List<ImageLayer> layers = [];
        foreach (ImageDescriptor layer in found.Layers)
        {
            int number = layers.Count + 1;
            documents.Download(layer, done => progress?.Invoke(
                new ImageProgress(ImageStage.Download, number, found.Layers.Count, done, layer.SizeBytes)));
            layers.Add(new ImageLayer(
                $"{image}: layer {layer.Digest}",
                layer.Digest,
                layer.SizeBytes,
                () => store.Open(layer.Digest),
                () => store.Remove(layer.Digest)));
        }

        return new ContainerImage($"{image}", found.Digest, found.Config, layers, null);
    }
}
