using Ptracer.Packer.Archives;

namespace Ptracer.Images.Rootfs;

/// <summary>The archive of a rootfs, plain or compressed by gzip, xz or zstd, becomes a directory.</summary>
internal static class ArchiveImport
{
    /// <summary>Unpacks it.</summary>
    /// <param name="archive">Its file.</param>
    /// <param name="path">Where the rootfs goes; nothing may be there.</param>
    /// <param name="limits">How much it may become.</param>
    /// <param name="progress">Told how much of the archive is read; null: nobody is.</param>
    /// <param name="token">Cancels it.</param>
    /// <exception cref="PtracerException">It cannot be read, is damaged or refused, or cannot be written.</exception>
    public static RootfsReport Unpack(
        string archive, string path, RootfsLimits limits, Action<ImageProgress>? progress, CancellationToken token)
    {
        using HostFile file = new(archive);
        byte[] magic = new byte[Decompression.MagicBytes];
        CompressionKind kind = Decompression.KindOf(magic.AsSpan(0, file.ReadAt(magic, 0)));
        using RootfsWriter writer = new(path, limits, token);
        using FileRangeStream raw = new(file, 0, file.SizeBytes);
        using ObservedReadStream observed = new(
            raw, done => progress?.Invoke(new ImageProgress(ImageStage.Unpack, 1, 1, done, file.SizeBytes)));
        using Stream content = Decompression.Open(observed, kind);
        writer.AddArchive(archive, content);
        return writer.Complete();
    }
}
