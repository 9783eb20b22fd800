using System.Globalization;

namespace Ptracer.Host.Http.Client;

/// <summary>A response's body, whose end is known by its length or by chunks (RFC 9112, section 7.1).</summary>
/// <param name="connection">What it is read from.</param>
/// <param name="length">Its bytes, or <see cref="Chunked"/>.</param>
internal sealed class BodyStream(BufferedConnection connection, long length) : Stream
{
    /// <summary>In place of a length: the body comes in chunks.</summary>
    public const long Chunked = -1;

    private const int LongestLine = 4096;

    private readonly bool _isChunked = length == Chunked;
    private long _left = length == Chunked ? 0 : length;
    private bool _isOver;
    private bool _isFirst = true;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isChunked && _left == 0 && !_isOver)
        {
            await NextChunk(cancellationToken);
        }

        if (_left == 0 || buffer.Length == 0)
        {
            return 0;
        }

        int wanted = (int)Math.Min(buffer.Length, _left);
        int bytes = await connection.Read(buffer[..wanted], cancellationToken);
        _left -= bytes;
        return bytes > 0 ? bytes : throw new InvalidDataException("the answer ends in the middle");
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask NextChunk(CancellationToken cancel)
    {
        if (!_isFirst)
        {
            await connection.Line(LongestLine, cancel); // the end of the chunk before
        }

        _isFirst = false;
        string line = await connection.Line(LongestLine, cancel);
        ReadOnlySpan<char> size = line.AsSpan(0, line.IndexOf(';') is >= 0 and int extension ? extension : line.Length);
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
        {
            throw new InvalidDataException("bad chunk");
        }

        _isOver = _left == 0;
    }
}
