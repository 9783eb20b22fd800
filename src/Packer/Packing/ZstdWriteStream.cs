using Ptracer.Linux;

namespace Ptracer.Packer.Packing;

/// <summary>Compresses what is written to it into one Zstandard frame with a checksum; zstd(1)'s own level, 3.</summary>
internal sealed unsafe class ZstdWriteStream : WriteStream
{
    private const int Level = 3;
    private const int BufferBytes = 128 * 1024;

    private readonly Stream _inner;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private void* _context;

    /// <summary>Begins a frame.</summary>
    /// <param name="inner">Where it goes; it stays the owner's.</param>
    public ZstdWriteStream(Stream inner)
    {
        _inner = inner;
        _context = Zstd.ZSTD_createCCtx();
        if (_context == null)
        {
            throw new PtracerException("zstd: no memory for it; free some, or write another format");
        }

        _ = Zstd.ZSTD_CCtx_setParameter(_context, Zstd.ZSTD_c_compressionLevel, Level);
        _ = Zstd.ZSTD_CCtx_setParameter(_context, Zstd.ZSTD_c_checksumFlag, 1);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => Compress(buffer, Zstd.ZSTD_e_continue);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_context == null)
        {
            return;
        }

        try
        {
            if (disposing)
            {
                Compress([], Zstd.ZSTD_e_end);
            }
        }
        finally
        {
            _ = Zstd.ZSTD_freeCCtx(_context);
            _context = null;
            base.Dispose(disposing);
        }
    }

    private void Compress(ReadOnlySpan<byte> bytes, int end)
    {
        fixed (byte* from = bytes)
        fixed (byte* to = _buffer)
        {
            Zstd.ZSTD_inBuffer input = new() { src = from, size = (nuint)bytes.Length };
            for (bool isDone = false; !isDone;)
            {
                Zstd.ZSTD_outBuffer room = new() { dst = to, size = BufferBytes };
                nuint held = Zstd.ZSTD_compressStream2(_context, &room, &input, end);
                if (Zstd.ZSTD_isError(held) != 0)
                {
                    throw new PtracerException("zstd: no memory for it; free some, or write another format");
                }

                _inner.Write(_buffer, 0, (int)room.pos);
                isDone = end == Zstd.ZSTD_e_end ? held == 0 : input.pos == input.size;
            }
        }
    }
}
