using System.IO.Compression;

namespace Ptracer.Packer.Archives;

/// <summary>How an archive is compressed.</summary>
internal enum CompressionKind
{
    None,
    Gzip,
    Xz,
    Zstd,
}

/// <summary>Opens what is compressed. Damage shows as <see cref="InvalidDataException"/> while it is read.</summary>
internal static class Decompression
{
    /// <summary>Bytes that <see cref="KindOf"/> looks at.</summary>
    public const int MagicBytes = 6;

    /// <summary>The kind that a file's first bytes tell: RFC 1952, the .xz file format, RFC 8878.</summary>
    public static CompressionKind KindOf(ReadOnlySpan<byte> start) => start switch
    {
        [0x1f, 0x8b, ..] => CompressionKind.Gzip,
        [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => CompressionKind.Xz,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => CompressionKind.Zstd,
        _ => CompressionKind.None,
    };

    /// <summary>The content, in order.</summary>
    public static Stream Open(Stream stream, CompressionKind kind) => kind switch
    {
        CompressionKind.Gzip => new GZipStream(stream, CompressionMode.Decompress),
        CompressionKind.Xz => new XzReadStream(stream),
        CompressionKind.Zstd => new ZstdReadStream(stream),
        _ => stream,
    };
}
