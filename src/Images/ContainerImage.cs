using Ptracer.Images.Layouts;

namespace Ptracer.Images;

/// <summary>A layer of an image, as it is stored.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Digest">Of what is stored; null: its place does not say.</param>
/// <param name="SizeBytes">Of what is stored.</param>
/// <param name="Open">Opens it; the caller disposes.</param>
/// <param name="Discard">Removes it from its store, when it turns out to be damaged; null: it is not ours.</param>
internal sealed record ImageLayer(
    string Name, ImageDigest? Digest, long SizeBytes, Func<Stream> Open, Action? Discard = null);

/// <summary>An image that has been found and checked down to its layers, which are read when it is unpacked.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Digest">Of its manifest; null: its archive has none.</param>
/// <param name="Config">How it is run.</param>
/// <param name="Layers">The lowest first.</param>
/// <param name="Owner">What holds the layers; disposed with the image.</param>
internal sealed record ContainerImage(
    string Name, ImageDigest? Digest, ImageConfig Config, IReadOnlyList<ImageLayer> Layers, IDisposable? Owner) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Owner?.Dispose();
}
