using Ptracer.Packer.Archives;

namespace Ptracer.Images.Rootfs;

/// <summary>A stream that fails when more comes out of it than may: a bomb of compressed data ends here.</summary>
/// <param name="name">What it is, for messages.</param>
/// <param name="inner">The stream; it stays the owner's.</param>
/// <param name="maxBytes">What may come.</param>
internal sealed class BoundedReadStream(string name, Stream inner, long maxBytes) : ReadStream
{
    private long _done;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        _done += count;
        return _done <= maxBytes
            ? count
            : throw ArchiveFailure.Of(name, $"unpacks to more than {maxBytes / 1024 / 1024} MiB");
    }
}
