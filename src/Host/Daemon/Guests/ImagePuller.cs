using Ptracer.Images;
using Ptracer.Images.Export;
using Ptracer.Images.Layouts;
using Ptracer.Images.Registry;
using Ptracer.Images.Rootfs;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Storage;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>Brings images of registries into the store, downloaded and unpacked.</summary>
/// <param name="store">The store.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="cancel">Ends it.</param>
internal sealed class ImagePuller(ImageStore store, Action<ImageProgress> progress, CancellationToken cancel)
{
    private const string Lock = ".lock";
    private const string New = ".new";
    private const int LockLimitMs = 30 * 60 * 1000;

    /// <summary>A client that keeps what it downloads in the store.</summary>
    public static RegistryClient Client(ImageStore store)
    {
        using (StorageDirectory.OpenOrMake(store.Path))
        {
            return new RegistryClient(new BlobStore(store.Path + "/blobs"), Credentials.Read(), new RegistryOptions());
        }
    }

    /// <summary>Pulls an image, and unpacks it if that was not done before.</summary>
    /// <param name="reference">Its name.</param>
    /// <returns>Its manifest's digest.</returns>
    /// <exception cref="PtracerException">It cannot be had, or not written.</exception>
    public ImageDigest Pull(ImageReference reference)
    {
        using ContainerImage image = Client(store).Pull(reference, progress, cancel);
        ImageDigest digest = Digest(image);
        string name = $"{digest.Algorithm}-{digest.Hex}";
        using StorageDirectory all = StorageDirectory.OpenOrMake(store.UnpackedPath);
        if (!all.Has(name))
        {
            using StorageLock alone = StorageLock.Take(all, Lock, LockLimitMs);
            if (!all.Has(name))
            {
                Unpack(image, all, name);
            }
        }

        store.Name(reference, name);
        return digest;
    }

    /// <summary>Pulls an image, and writes it to a place of the user's.</summary>
    /// <param name="reference">Its name.</param>
    /// <param name="output">A directory, or by its ending an archive or an OCI layout.</param>
    /// <returns>Its manifest's digest.</returns>
    /// <exception cref="PtracerException">It cannot be had, or not written.</exception>
    public ImageDigest Pull(ImageReference reference, string output)
    {
        OutputFormat format = PackOutputs.FormatOf(output);
        if (Path.Exists(output))
        {
            throw new PtracerException($"{output}: exists already; remove it, or give another path");
        }

        using ContainerImage image = Client(store).Pull(reference, progress, cancel);
        if (format == OutputFormat.Directory)
        {
            ImageUnpacker.Unpack(image, output, new RootfsLimits(), progress, cancel);
            return Digest(image);
        }

        using StorageDirectory all = StorageDirectory.OpenOrMake(store.UnpackedPath);
        using StorageLock alone = StorageLock.Take(all, Lock, LockLimitMs);
        using StorageDirectory made = Begin(all);
        try
        {
            string rootfs = made.PathOf(ImageStore.Rootfs);
            RootfsReport report = ImageUnpacker.Unpack(image, rootfs, new RootfsLimits(), progress, cancel);
            ExportOptions options = new() { Records = report.Owners, Config = image.Config, Reference = reference.Tag ?? "latest" };
            RootfsExport.Write(rootfs, output, format, ExistingOutput.Refuse, options, progress, cancel);
        }
        finally
        {
            all.Remove(New);
        }

        return Digest(image);
    }

    private void Unpack(ContainerImage image, StorageDirectory all, string name)
    {
        using StorageDirectory made = Begin(all);
        try
        {
            ImageUnpacker.Unpack(image, made.PathOf(ImageStore.Rootfs), new RootfsLimits(), progress, cancel);
            made.Write(ImageStore.DefaultsFile, ImageSteps.DefaultsOf(image).ToBytes());
            made.SyncFileSystem();
            all.TryRename(New, name);
        }
        catch
        {
            all.Remove(New);
            throw;
        }
    }

    // Who holds the lock makes it: one that is there was left by a process that was killed.
    private static StorageDirectory Begin(StorageDirectory all)
    {
        if (all.Has(New))
        {
            all.Remove(New);
        }

        return all.OpenOrMakeChild(New);
    }

    private static ImageDigest Digest(ContainerImage image) =>
        image.Digest ?? throw new PtracerException($"{image.Name}: the registry names no digest; tell its owner");
}
