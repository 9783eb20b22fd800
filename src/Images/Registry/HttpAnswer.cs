using System.Globalization;
using System.Text;
using Ptracer.Packer.Archives;

namespace Ptracer.Images.Registry;

/// <summary>
/// An answer of a server and its content as a stream (RFC 9112, section 6): of a known length, in chunks, or up to the end
/// of the connection. A content that ends early is an error, never a short content.
/// </summary>
internal sealed class HttpAnswer : ReadStream
{
    private const int BufferBytes = 32 * 1024;
    private const long UntilEnd = -1;

    private readonly Channel _channel;
    private readonly Action<Channel> _giveBack;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly bool _isInChunks;
    private int _from;
    private int _count;
    private long _left;
    private bool _isFirstChunk = true;
    private bool _isAtEnd;

    /// <summary>Reads the headers.</summary>
    /// <param name="channel">Where the question was sent; this ends it or gives it back.</param>
    /// <param name="giveBack">Takes a connection that can be used again.</param>
    /// <exception cref="NetworkException">There is no answer, or none of HTTP.</exception>
    public HttpAnswer(Channel channel, Action<Channel> giveBack)
    {
        (_channel, _giveBack) = (channel, giveBack);
        do
        {
            Headers = HttpHeaders.Read(ReadLine);
        }
        while (Headers.Status is >= 100 and < 200);
        bool isChunked = (Headers["Transfer-Encoding"] ?? "").Contains("chunked", StringComparison.OrdinalIgnoreCase);
        bool hasLength = long.TryParse(Headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out long length);
        bool isEmpty = Headers.Status is 204 or 304;
        _isInChunks = isChunked && !isEmpty;
        _left = isEmpty || isChunked ? 0 : hasLength ? length : UntilEnd;
        ContentBytes = isEmpty ? 0 : hasLength && !isChunked ? length : null;
    }

    /// <summary>Status and headers.</summary>
    public HttpHeaders Headers { get; }

    /// <summary>How long the content is, if it is said.</summary>
    public long? ContentBytes { get; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_isInChunks && _left == 0 && !_isAtEnd)
        {
            BeginChunk();
        }

        _isAtEnd |= _left == 0;
        if (_isAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        int count = ReadSome(_left == UntilEnd ? buffer : buffer[..(int)Math.Min(buffer.Length, _left)]);
        if (count == 0)
        {
            _isAtEnd = _left == UntilEnd ? true : throw BrokenOff();
        }

        _left -= _left == UntilEnd ? 0 : count;
        return count;
    }

    /// <summary>Reads a content that must be small.</summary>
    /// <returns>Null: it is not.</returns>
    public byte[]? ReadAll(int maxBytes)
    {
        if (ContentBytes > maxBytes)
        {
            return null;
        }

        using MemoryStream content = new();
        byte[] part = new byte[16 * 1024];
        for (int count; (count = Read(part)) > 0;)
        {
            content.Write(part, 0, count);
            if (content.Length > maxBytes)
            {
                return null;
            }
        }

        return content.ToArray();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        bool isKept = !Headers.IsOld && !(Headers["Connection"] ?? "").Contains("close", StringComparison.OrdinalIgnoreCase);
        if (disposing && isKept && _left == 0 && (_isAtEnd || !_isInChunks))
        {
            _giveBack(_channel);
        }
        else
        {
            _channel.Dispose();
        }

        base.Dispose(disposing);
    }

    private static NetworkException BrokenOff() => new(NetworkFailure.Passing, "the connection was broken; try again");

    private void BeginChunk()
    {
        const int LineBytes = 1024;
        if (!_isFirstChunk && ReadLine(LineBytes) != "")
        {
            throw BrokenOff();
        }

        _isFirstChunk = false;
        string size = (ReadLine(LineBytes) ?? "").Split(';')[0].Trim();
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
        {
            throw BrokenOff();
        }

        for (_isAtEnd = _left == 0; _isAtEnd && ReadLine(LineBytes) is { Length: > 0 };)
        {
        }
    }

    // A line's bytes are Latin-1, as HTTP has them.
    private string? ReadLine(int maxLength)
    {
        StringBuilder line = new();
        Span<byte> one = stackalloc byte[1];
        while (ReadSome(one) > 0)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            if (line.Length >= maxLength)
            {
                throw new NetworkException(NetworkFailure.Lasting, "the headers of the answer are too long; check the address and the port");
            }

            line.Append((char)one[0]);
        }

        return line.Length == 0 ? null : throw BrokenOff();
    }

    private int ReadSome(Span<byte> buffer)
    {
        if (_from == _count && buffer.Length >= BufferBytes)
        {
            return _channel.Read(buffer);
        }

        if (_from == _count)
        {
            (_from, _count) = (0, _channel.Read(_buffer));
        }

        int count = Math.Min(buffer.Length, _count - _from);
        _buffer.AsSpan(_from, count).CopyTo(buffer);
        _from += count;
        return count;
    }
}
