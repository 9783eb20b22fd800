using Ptracer.Packer.Archives;

namespace Ptracer.Images;

/// <summary>What has been read of a stream, and then the rest of it.</summary>
/// <param name="start">What has been read.</param>
/// <param name="rest">The stream; it stays the owner's.</param>
internal sealed class PrefixedReadStream(ReadOnlyMemory<byte> start, Stream rest) : ReadStream
{
    private int _done;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, start.Length - _done);
        if (count == 0)
        {
            return rest.Read(buffer);
        }

        start.Span.Slice(_done, count).CopyTo(buffer);
        _done += count;
        return count;
    }
}
