using Ptracer.Images.Layouts;
using Ptracer.Packer.Archives;

namespace Ptracer.Images.Rootfs;

/// <summary>
/// The layers of an image become a directory. Each is hashed as it is stored and as it is uncompressed, while it is
/// unpacked: what does not match the image's digests never takes its place.
/// </summary>
internal static class ImageUnpacker
{
    private const string DigestDiffers = "its content does not match its digest";

    /// <summary>Unpacks it.</summary>
    /// <param name="image">The image.</param>
    /// <param name="path">Where the rootfs goes; nothing may be there.</param>
    /// <param name="limits">How much it may become.</param>
    /// <param name="progress">Told how much of each layer is read; null: nobody is.</param>
    /// <param name="token">Cancels it.</param>
    /// <exception cref="PtracerException">A layer is damaged or refused, or cannot be written.</exception>
    public static RootfsReport Unpack(
        ContainerImage image, string path, RootfsLimits limits, Action<ImageProgress>? progress, CancellationToken token)
    {
        using RootfsWriter writer = new(path, limits, token);
        for (int at = 0; at < image.Layers.Count; at++)
        {
            int number = at + 1;
            ImageLayer layer = image.Layers[at];
            try
            {
                AddLayer(writer, layer, image.Config.DiffIds[at], done =>
                    progress?.Invoke(new ImageProgress(ImageStage.Unpack, number, image.Layers.Count, done, layer.SizeBytes)));
            }
            catch (PtracerException) when (IsDamaged(layer))
            {
                // Whatever the damage looked like to whoever met it first.
                layer.Discard?.Invoke();
                throw Another(layer, layer.Discard is null ? DigestDiffers : "was damaged in the store, and is removed");
            }
        }

        return writer.Complete();
    }

    private static void AddLayer(RootfsWriter writer, ImageLayer layer, ImageDigest contentDigest, Action<long> progress)
    {
        using Stream file = layer.Open();
        using ObservedReadStream observed = new(file, progress);
        using HashedReadStream stored = new(observed, layer.Digest?.Algorithm ?? contentDigest.Algorithm);
        byte[] magic = new byte[Decompression.MagicBytes];
        int count = stored.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        using PrefixedReadStream whole = new(magic.AsMemory(0, count), stored);
        using Stream content = Decompression.Open(whole, Decompression.KindOf(magic.AsSpan(0, count)));
        using HashedReadStream hashed = new(content, contentDigest.Algorithm);
        writer.AddLayer(layer.Name, hashed);
        if (hashed.Finish() != contentDigest)
        {
            throw Another(layer, $"unpacks to something else than {contentDigest}");
        }

        if (layer.Digest is { } digest && stored.Finish() != digest)
        {
            throw Another(layer, DigestDiffers);
        }
    }

    private static bool IsDamaged(ImageLayer layer)
    {
        if (layer.Digest is not { } digest)
        {
            return false;
        }

        using Stream file = layer.Open();
        using HashedReadStream stored = new(file, digest.Algorithm);
        return stored.Finish() != digest;
    }

    private static PtracerException Another(ImageLayer layer, string problem) =>
        new($"{layer.Name}: {problem}; the image is damaged: get it again");
}
