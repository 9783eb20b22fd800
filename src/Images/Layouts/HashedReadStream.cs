using Org.BouncyCastle.Crypto;
using Ptracer.Packer.Archives;

namespace Ptracer.Images.Layouts;

/// <summary>A stream that is hashed while it is read, and checked at its end.</summary>
/// <param name="inner">The stream; it stays the owner's.</param>
/// <param name="algorithm">The digest's.</param>
internal sealed class HashedReadStream(Stream inner, string algorithm) : ReadStream
{
    private readonly IDigest _hash = ImageDigest.NewHash(algorithm);

    /// <summary>Bytes read so far.</summary>
    public long SizeBytes { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        _hash.BlockUpdate(buffer[..count]);
        SizeBytes += count;
        return count;
    }

    /// <summary>Reads to the end, and tells the digest of all.</summary>
    public ImageDigest Finish()
    {
        byte[] rest = new byte[64 * 1024];
        while (Read(rest) > 0)
        {
        }

        return ImageDigest.Finish(algorithm, _hash);
    }
}
