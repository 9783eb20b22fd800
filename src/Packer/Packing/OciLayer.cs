using Ptracer.Linux;

namespace Ptracer.Packer.Packing;

/// <summary>
/// The layer of an image: a tar archive as gzip, hashed before and behind the compressor. Its file's descriptor is its
/// own.
/// </summary>
internal sealed class OciLayer : IDisposable
{
    private readonly string _output;
    private readonly int _descriptor;
    private readonly DescriptorStream _file;
    private readonly Sha256WriteStream _compressed;
    private readonly Stream _compressor;
    private readonly Sha256WriteStream _content;
    private readonly BufferedStream _buffer;
    private readonly TarWriter _writer;

    /// <summary>Begins it.</summary>
    /// <param name="output">As the user named it, for messages.</param>
    /// <param name="descriptor">A new file, open for writing.</param>
    public OciLayer(string output, int descriptor)
    {
        const int BufferBytes = 128 * 1024;
        (_output, _descriptor) = (output, descriptor);
        _file = new DescriptorStream(output, descriptor);
        _compressed = new Sha256WriteStream(_file);
        _compressor = TarOutput.Compressor(TarCompression.Gzip, _compressed);
        _content = new Sha256WriteStream(_compressor);
        _buffer = new BufferedStream(_content, BufferBytes);
        _writer = new TarWriter(output, _buffer);
    }

    /// <summary>Writes an entry.</summary>
    public void Write(PackItem item) => _writer.Write(item);

    /// <summary>Ends it: the blob it is, and the digest of what it holds uncompressed.</summary>
    public (OciBlob Blob, string ContentHash) Finish()
    {
        _writer.Finish();
        _compressor.Dispose();
        DiskSync.Wait(_output, _descriptor);
        return (new OciBlob(_compressed.Finish(), _compressed.SizeBytes), _content.Finish());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Abandon();
        _buffer.Dispose();
        _compressor.Dispose();
        Unistd.close(_descriptor);
    }
}
