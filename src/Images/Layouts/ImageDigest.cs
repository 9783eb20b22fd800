using System.Buffers;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;

namespace Ptracer.Images.Layouts;

/// <summary>The digest that names a part of an image (OCI image specification, descriptor.md): SHA-256 or SHA-512.</summary>
/// <param name="Algorithm"><c>sha256</c> or <c>sha512</c>.</param>
/// <param name="Hex">Lower-case hexadecimal digits.</param>
internal readonly record struct ImageDigest(string Algorithm, string Hex)
{
    private const int Sha256Digits = 64;
    private const int Sha512Digits = 128;

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads <c>sha256:…</c>. Since nothing but digits comes through, it is safe in a path.</summary>
    public static bool TryParse(string text, out ImageDigest digest)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        digest = colon < 0 ? default : new ImageDigest(text[..colon], text[(colon + 1)..]);
        int digits = digest.Algorithm switch { "sha256" => Sha256Digits, "sha512" => Sha512Digits, _ => -1 };
        return digits == digest.Hex?.Length && !digest.Hex.AsSpan().ContainsAnyExcept(s_hexDigits);
    }

    /// <summary>The SHA-256 of some bytes.</summary>
    public static ImageDigest Of(ReadOnlySpan<byte> bytes) => Of("sha256", bytes);

    /// <summary>The digest of some bytes.</summary>
    public static ImageDigest Of(string algorithm, ReadOnlySpan<byte> bytes)
    {
        IDigest hash = NewHash(algorithm);
        hash.BlockUpdate(bytes);
        return Finish(algorithm, hash);
    }

    /// <summary>A computation. Not by System.Security.Cryptography: that loads OpenSSL at run time.</summary>
    public static IDigest NewHash(string algorithm) => algorithm == "sha512" ? new Sha512Digest() : new Sha256Digest();

    /// <summary>Its result.</summary>
    public static ImageDigest Finish(string algorithm, IDigest hash)
    {
        byte[] bytes = new byte[hash.GetDigestSize()];
        hash.DoFinal(bytes, 0);
        return new ImageDigest(algorithm, Convert.ToHexStringLower(bytes));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm}:{Hex}";
}
