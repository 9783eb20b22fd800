using Org.BouncyCastle.Crypto.Digests;

namespace Ptracer.Packer.Packing;

/// <summary>
/// Hashes (SHA-256, FIPS 180-4) and counts what passes through. Not by System.Security.Cryptography: that loads OpenSSL
/// at run time, which a static binary cannot.
/// </summary>
/// <param name="inner">Where it goes; it stays the owner's. Null: nowhere.</param>
internal sealed class Sha256WriteStream(Stream? inner) : WriteStream
{
    private readonly Sha256Digest _digest = new();

    /// <summary>Bytes that passed.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>The digest of some bytes, as <see cref="Finish"/> gives it.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes)
    {
        using Sha256WriteStream stream = new(null);
        stream.Write(bytes);
        return stream.Finish();
    }

    /// <summary>The digest of all that passed, 64 hexadecimal digits.</summary>
    public string Finish()
    {
        byte[] hash = new byte[_digest.GetDigestSize()];
        _digest.DoFinal(hash, 0);
        return Convert.ToHexStringLower(hash);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _digest.BlockUpdate(buffer);
        SizeBytes += buffer.Length;
        inner?.Write(buffer);
    }
}
