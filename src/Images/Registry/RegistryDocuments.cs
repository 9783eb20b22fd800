using System.Globalization;
using Ptracer.Images.Layouts;

namespace Ptracer.Images.Registry;

/// <summary>The documents and layers of one repository of a registry, by way of the store.</summary>
/// <param name="image">The image that is wanted.</param>
/// <param name="session">Asks the registry.</param>
/// <param name="store">Where parts go.</param>
/// <param name="retries">Asks again.</param>
/// <param name="interruption">Asked while waiting.</param>
internal sealed class RegistryDocuments(
    ImageReference image, RegistrySession session, BlobStore store, Retries retries, Interruption interruption) : IImageDocuments
{
    private const string Accepted =
        "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
        + "application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json";

    /// <inheritdoc/>
    public string Name => $"{image.Registry}/{image.Repository}";

    /// <summary>The manifest or index that the image's name stands for.</summary>
    /// <exception cref="PtracerException">There is none.</exception>
    public byte[] ReadFirst() => image.Digest is { } digest
        ? ReadManifest(new ImageDescriptor("", digest, -1, null, null))
        : retries.Run($"{image}", () => Ask(image.Tag!, null));

    /// <inheritdoc/>
    public byte[] ReadManifest(ImageDescriptor descriptor)
    {
        string what = $"{Name}@{descriptor.Digest}";
        byte[] content = retries.Run(what, () => Ask(descriptor.Digest.ToString(), descriptor.Digest));
        return descriptor.SizeBytes < 0 || content.Length == descriptor.SizeBytes
            ? content
            : throw new PtracerException($"{what}: has {content.Length} bytes and not {descriptor.SizeBytes}; tell the registry's owner");
    }

    /// <inheritdoc/>
    public byte[] ReadConfig(ImageDescriptor descriptor)
    {
        if (descriptor.SizeBytes > ManifestResolver.MaxDocumentBytes)
        {
            throw new PtracerException($"{Name}@{descriptor.Digest}: a config over 4 MiB, which no image has; get another image");
        }

        Download(descriptor, static _ => { });
        using Stream stream = store.Open(descriptor.Digest);
        byte[] content = new byte[descriptor.SizeBytes];
        stream.ReadExactly(content);
        if (ImageDigest.Of(descriptor.Digest.Algorithm, content) == descriptor.Digest)
        {
            return content;
        }

        store.Remove(descriptor.Digest);
        throw new PtracerException($"{store.PathOf(descriptor.Digest)}: was damaged, and is removed; try again");
    }

    /// <summary>Brings a part into the store, if it is not there.</summary>
    /// <param name="part">What.</param>
    /// <param name="progress">Told the bytes that are there.</param>
    /// <exception cref="PtracerException">It cannot be had.</exception>
    public void Download(ImageDescriptor part, Action<long> progress)
    {
        if (!store.Has(part))
        {
            using PartialBlob partial = store.Begin(part, interruption);
            if (!store.Has(part)) // another process may have brought it while this one waited
            {
                retries.Run($"{Name}@{part.Digest}", () => Download(part, partial, progress), () => partial.SizeBytes);
            }
        }

        progress(part.SizeBytes);
    }

    private bool Download(ImageDescriptor part, PartialBlob partial, Action<long> progress)
    {
        if (partial.SizeBytes < part.SizeBytes)
        {
            using HttpAnswer answer = session.Get($"blobs/{part.Digest}", null, partial.SizeBytes);
            if (answer.Headers.Status != 206 || !IsFrom(answer, partial.SizeBytes))
            {
                partial.Restart();
            }

            if (answer.Headers.Status == 416 || (answer.Headers.Status == 206 && partial.SizeBytes == 0 && !IsFrom(answer, 0)))
            {
                throw new NetworkException(NetworkFailure.Passing, "the registry does not go on where a download ended; try again");
            }

            ThrowIfPage(answer);
            if (answer.ContentBytes is { } length && partial.SizeBytes + length != part.SizeBytes)
            {
                throw new NetworkException(
                    NetworkFailure.Lasting, $"the registry has {partial.SizeBytes + length} bytes and not {part.SizeBytes}; tell its owner");
            }

            partial.Append(answer, progress);
        }

        partial.Complete();
        return true;
    }

    private byte[] Ask(string selector, ImageDigest? digest)
    {
        using HttpAnswer answer = session.Get($"manifests/{selector}", Accepted);
        ThrowIfPage(answer);
        byte[] content = answer.ReadAll(ManifestResolver.MaxDocumentBytes)
            ?? throw new NetworkException(NetworkFailure.Lasting, "a manifest over 4 MiB, which no image has; get another image");
        string? told = answer.Headers["Docker-Content-Digest"];
        digest ??= told is not null && ImageDigest.TryParse(told, out ImageDigest parsed) ? parsed : null;
        return digest is not { } expected || ImageDigest.Of(expected.Algorithm, content) == expected
            ? content
            : throw new NetworkException(NetworkFailure.Lasting, $"the registry sends another content than {expected}; tell its owner");
    }

    private static void ThrowIfPage(HttpAnswer answer)
    {
        if ((answer.Headers["Content-Type"] ?? "").StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
        {
            throw new NetworkException(NetworkFailure.Lasting, "a web page answers, and no registry; check the address (a login page of the network?)");
        }
    }

    private static bool IsFrom(HttpAnswer answer, long first) => (answer.Headers["Content-Range"] ?? "").StartsWith(
        string.Create(CultureInfo.InvariantCulture, $"bytes {first}-"), StringComparison.OrdinalIgnoreCase);
}
