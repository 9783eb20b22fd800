using Ptracer.Host.Daemon.Control;
using Ptracer.Images;
using Ptracer.Images.Rootfs;
using Ptracer.Packer.Storage;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>What a rootfs can be made from: a directory (a pack, for instance), an archive of one, or an image.</summary>
internal sealed class RootfsSources : IRootfsSources
{
    /// <inheritdoc/>
    public IRootfsSource Open(string from)
    {
        if (from.StartsWith(ImageStore.Scheme, StringComparison.Ordinal))
        {
            return new RegistrySource(ImageReference.Parse(from));
        }

        if (Path.Exists(from))
        {
            return Of(from);
        }

        // An image of several in a layout: PATH:NAME.
        int colon = from.LastIndexOf(':');
        return colon > from.LastIndexOf('/') && Path.Exists(from[..colon])
            ? new LayoutSource(from[..colon], from[(colon + 1)..])
            : throw new PtracerException($"{from}: no such file or directory; check the path");
    }

    /// <inheritdoc/>
    public IRootfsSource Open(Stream archive) => new StreamSource(archive);

    /// <summary>What a path holds, as a source.</summary>
    internal static IRootfsSource Of(string path) => LocalImage.KindOf(path) switch
    {
        LocalImageKind.Image => new LayoutSource(path, null),
        LocalImageKind.RootfsDirectory => new DirectorySource(path),
        _ => new ArchiveSource(path),
    };
}

/// <summary>A directory that is copied.</summary>
internal sealed class DirectorySource(string path) : IRootfsSource
{
    /// <inheritdoc/>
    public Task<ImageDefaults?> Unpack(string into, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        TreeCopy.Copy(path, into, GuestStore.CopyProgress(progress, cancel));
        return Task.FromResult<ImageDefaults?>(null);
    }
}

/// <summary>An archive: tar, plain or compressed by gzip, xz or zstd. Device nodes in it are left out.</summary>
internal sealed class ArchiveSource(string path) : IRootfsSource
{
    /// <inheritdoc/>
    public Task<ImageDefaults?> Unpack(string into, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        ArchiveImport.Unpack(
            path,
            into,
            new RootfsLimits(),
            step => progress.Report(new CreationProgress("unpacking the archive", step.DoneBytes, step.TotalBytes)),
            cancel);
        return Task.FromResult<ImageDefaults?>(null);
    }
}

/// <summary>An archive of a rootfs or an image that arrives: it is kept beside the rootfs until it is unpacked.</summary>
internal sealed class StreamSource(Stream archive) : IRootfsSource
{
    private const int BufferBytes = 128 * 1024;

    /// <inheritdoc/>
    public async Task<ImageDefaults?> Unpack(string into, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        string kept = into + ".archive";
        await Receive(kept, progress, cancel).ConfigureAwait(false);
        ImageDefaults? image = await RootfsSources.Of(kept).Unpack(into, progress, cancel).ConfigureAwait(false);
        File.Delete(kept);
        return image;
    }

    private async Task Receive(string kept, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        try
        {
            await using FileStream file = new(kept, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: false);
            byte[] buffer = new byte[BufferBytes];
            long done = 0;
            for (int count; (count = await archive.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0;)
            {
                await file.WriteAsync(buffer.AsMemory(0, count), cancel).ConfigureAwait(false);
                done += count;
                progress.Report(new CreationProgress("receiving the archive", done, null));
            }
        }
        catch (IOException failure)
        {
            throw new PtracerException($"{kept}: the archive did not arrive whole: {failure.Message}; is the disk full?", failure);
        }
    }
}
