using System.Runtime.InteropServices;
using Ptracer.Linux;

namespace Ptracer.Packer.Archives;

/// <summary>
/// The content of an .xz file, by liblzma. Its dictionary (64 MiB for <c>xz -9</c>) is the C library's memory, not the
/// managed heap's, which has a limit.
/// </summary>
internal sealed unsafe class XzReadStream : ReadStream
{
    private const ulong MemoryLimitBytes = 256 * 1024 * 1024;
    private const int BufferBytes = 64 * 1024;

    private readonly Stream _inner;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private Lzma.lzma_stream* _stream;
    private int _from;
    private int _count;
    private bool _isAtEnd;

    /// <summary>Begins to decode.</summary>
    public XzReadStream(Stream inner)
    {
        _inner = inner;
        _stream = (Lzma.lzma_stream*)NativeMemory.AllocZeroed((nuint)sizeof(Lzma.lzma_stream));
        if (Lzma.lzma_stream_decoder(_stream, MemoryLimitBytes, Lzma.LZMA_CONCATENATED) != Lzma.LZMA_OK)
        {
            Dispose();
            throw new PtracerException("xz: no memory to decode it; free some");
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        fixed (byte* to = buffer)
        fixed (byte* from = _buffer)
        {
            _stream->next_out = to;
            _stream->avail_out = (nuint)buffer.Length;
            while (!_isAtEnd && _stream->avail_out == (nuint)buffer.Length && buffer.Length > 0)
            {
                Refill();
                _stream->next_in = from + _from;
                _stream->avail_in = (nuint)(_count - _from);
                int result = Lzma.lzma_code(_stream, _count == 0 ? Lzma.LZMA_FINISH : Lzma.LZMA_RUN);
                _from = _count - (int)_stream->avail_in;
                _isAtEnd = result == Lzma.LZMA_STREAM_END;
                if (result is not (Lzma.LZMA_OK or Lzma.LZMA_STREAM_END))
                {
                    throw result == Lzma.LZMA_MEMLIMIT_ERROR
                        ? new PtracerException("xz: made with a dictionary over 256 MiB; compress it with xz -9 or less")
                        : new InvalidDataException();
                }
            }

            return buffer.Length - (int)_stream->avail_out;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_stream != null)
        {
            Lzma.lzma_end(_stream);
            NativeMemory.Free(_stream);
            _stream = null;
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Refill()
    {
        if (_from == _count)
        {
            (_from, _count) = (0, _inner.Read(_buffer));
        }
    }
}
