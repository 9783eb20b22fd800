using Ptracer.Packer.Archives;

namespace Ptracer.Images;

/// <summary>A stream that tells how much of it is read.</summary>
/// <param name="inner">The stream; it stays the owner's.</param>
/// <param name="observe">Told the bytes read so far.</param>
internal sealed class ObservedReadStream(Stream inner, Action<long> observe) : ReadStream
{
    private long _done;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        _done += count;
        observe(_done);
        return count;
    }
}
