using Ptracer.Linux;

namespace Ptracer.Packer.Archives;

/// <summary>The content of Zstandard frames, by libzstd, which keeps its window outside the managed heap.</summary>
internal sealed unsafe class ZstdReadStream : ReadStream
{
    private const int BufferBytes = 128 * 1024;

    private readonly Stream _inner;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private void* _context;
    private int _from;
    private int _count;
    private bool _isBetweenFrames = true;

    /// <summary>Begins to decode.</summary>
    public ZstdReadStream(Stream inner)
    {
        _inner = inner;
        _context = Zstd.ZSTD_createDCtx();
        if (_context == null)
        {
            throw new PtracerException("zstd: no memory to decode it; free some");
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        fixed (byte* to = buffer)
        fixed (byte* from = _buffer)
        {
            Zstd.ZSTD_outBuffer room = new() { dst = to, size = (nuint)buffer.Length };
            while (room.pos == 0 && buffer.Length > 0)
            {
                if (_from == _count)
                {
                    (_from, _count) = (0, _inner.Read(_buffer));
                }

                if (_count == 0 && _isBetweenFrames)
                {
                    return 0;
                }

                Zstd.ZSTD_inBuffer input = new() { src = from, size = (nuint)_count, pos = (nuint)_from };
                nuint wanted = Zstd.ZSTD_decompressStream(_context, &room, &input);
                _from = (int)input.pos;
                _isBetweenFrames = wanted == 0;
                if (Zstd.ZSTD_isError(wanted) != 0 || (_count == 0 && room.pos == 0 && !_isBetweenFrames))
                {
                    throw new InvalidDataException();
                }
            }

            return (int)room.pos;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_context != null)
        {
            _ = Zstd.ZSTD_freeDCtx(_context);
            _context = null;
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
