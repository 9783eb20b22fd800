using Ptracer.Host.Daemon.Control;
using Ptracer.Packer.Archives;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Storage;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>What a rootfs can be made from without a registry: a directory (a pack, for instance), or an archive of one.</summary>
internal sealed class RootfsSources : IRootfsSources
{
    /// <inheritdoc/>
    public IRootfsSource Open(string from)
    {
        const string Registry = "docker://";
        if (from.StartsWith(Registry, StringComparison.Ordinal))
        {
            throw new PtracerException($"{from}: images of a registry cannot be read here; save one as an archive, and give that");
        }

        if (File.Exists(Path.Combine(from, "oci-layout")))
        {
            throw new PtracerException($"{from}: an OCI layout cannot be read here; unpack it, and give the directory");
        }

        return Directory.Exists(from) ? new DirectorySource(from)
            : File.Exists(from) ? new ArchiveSource(from)
            : throw new PtracerException($"{from}: no such file or directory; check the path");
    }

    /// <inheritdoc/>
    public IRootfsSource Open(Stream archive) => new StreamSource(archive);
}

/// <summary>A directory that is copied.</summary>
internal sealed class DirectorySource(string path) : IRootfsSource
{
    /// <inheritdoc/>
    public Task Unpack(string into, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        TreeCopy.Copy(path, into, GuestStore.CopyProgress(progress, cancel));
        return Task.CompletedTask;
    }
}

/// <summary>An archive: tar, plain or compressed by gzip, xz or zstd. Device nodes in it are left out.</summary>
internal sealed class ArchiveSource(string path) : IRootfsSource
{
    /// <inheritdoc/>
    public Task Unpack(string into, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        progress.Report(new CreationProgress("reading the archive", 0, null));
        using TarTree tree = TarTree.Read(path);
        using IPackOutput output = PackOutputs.Create(into, OutputFormat.Directory, ExistingOutput.Refuse);
        TreeItems.Write(tree, output, null, GuestStore.CopyProgress(progress, cancel));
        return Task.CompletedTask;
    }
}

/// <summary>An archive that arrives: it is kept beside the rootfs until it is unpacked.</summary>
internal sealed class StreamSource(Stream archive) : IRootfsSource
{
    private const int BufferBytes = 128 * 1024;

    /// <inheritdoc/>
    public async Task Unpack(string into, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        string kept = into + ".archive";
        await Receive(kept, progress, cancel).ConfigureAwait(false);
        await new ArchiveSource(kept).Unpack(into, progress, cancel).ConfigureAwait(false);
        File.Delete(kept);
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
