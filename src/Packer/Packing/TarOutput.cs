using System.IO.Compression;

namespace Ptracer.Packer.Packing;

/// <summary>How an archive is compressed.</summary>
internal enum TarCompression
{
    None,
    Gzip,
    Zstd,
}

/// <summary>A pack as one archive, which GNU tar, bsdtar and Go's archive/tar read.</summary>
internal sealed class TarOutput : IPackOutput
{
    private readonly OutputPlace _place;
    private readonly DescriptorStream _file;
    private readonly Stream _compressor;
    private readonly BufferedStream _buffer;
    private readonly TarWriter _writer;

    /// <summary>Begins it.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="compression">How it is compressed.</param>
    /// <param name="existing">What happens to a file that is there.</param>
    /// <exception cref="PtracerException">It cannot be made there.</exception>
    public TarOutput(string path, TarCompression compression, ExistingOutput existing)
    {
        const int BufferBytes = 128 * 1024;
        _place = new OutputPlace(path, OutputKind.File, existing);
        _file = new DescriptorStream(path, _place.Descriptor);
        _compressor = Compressor(compression, _file);
        _buffer = new BufferedStream(_compressor, BufferBytes);
        _writer = new TarWriter(path, _buffer);
    }

    /// <summary>
    /// The stage that compresses. Its disposal ends the compressed stream. .NET's gzip header holds no name and no time.
    /// </summary>
    public static Stream Compressor(TarCompression compression, Stream to) => compression switch
    {
        TarCompression.Gzip => new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true),
        TarCompression.Zstd => new ZstdWriteStream(to),
        _ => to,
    };

    /// <inheritdoc/>
    public void Write(PackItem item) => _writer.Write(item);

    /// <inheritdoc/>
    public void Complete()
    {
        _writer.Finish();
        _buffer.Dispose();
        _place.Take();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Abandon();
        _buffer.Dispose();
        _compressor.Dispose();
        _place.Dispose();
    }
}
