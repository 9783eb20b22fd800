using System.Globalization;
using System.Text;

namespace Ptracer.Host.Http.Client;

/// <summary>The head of a response, and its body as a stream.</summary>
internal sealed class ClientResponse : IAsyncDisposable
{
    private const int LongestHead = 64 << 10; // bytes

    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private ClientResponse(BufferedConnection connection, int status)
    {
        Connection = connection;
        Status = status;
        Body = Stream.Null;
    }

    /// <summary>The status.</summary>
    public int Status { get; }

    /// <summary>The body.</summary>
    public Stream Body { get; private set; }

    /// <summary>What the body is read from; after an upgrade, the raw connection.</summary>
    public BufferedConnection Connection { get; }

    /// <summary>Reads the head of a response.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static async Task<ClientResponse> Read(Stream stream, CancellationToken cancel)
    {
        BufferedConnection connection = new(stream);
        string line = await connection.Line(LongestHead, cancel);
        if (!line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || line.Length < 12
            || !int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int status))
        {
            throw new InvalidDataException("no status line");
        }

        ClientResponse response = new(connection, status);
        int headBytes = line.Length;
        while ((line = await connection.Line(LongestHead, cancel)).Length > 0)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headBytes += line.Length;
            if (colon <= 0 || headBytes > LongestHead)
            {
                throw new InvalidDataException("bad header");
            }

            response._headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        response.Body = response.MakeBody();
        return response;
    }

    /// <summary>A header's value; null: it is not there.</summary>
    public string? Header(string name) => _headers.GetValueOrDefault(name);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private Stream MakeBody()
    {
        if (Header("Transfer-Encoding") is { } coding)
        {
            return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                ? new BodyStream(Connection, BodyStream.Chunked)
                : throw new InvalidDataException("unknown transfer coding");
        }

        if (Status is 101 or 204 or 304)
        {
            return Stream.Null;
        }

        return long.TryParse(Header("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? new BodyStream(Connection, length)
            : throw new InvalidDataException("no length");
    }
}

/// <summary>A connection with what was read of it and not used yet.</summary>
internal sealed class BufferedConnection(Stream stream) : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[16 << 10];
    private int _start;
    private int _end;

    /// <summary>The connection, for writing.</summary>
    public Stream Stream => stream;

    /// <summary>Reads up to the next line end, which is left out.</summary>
    public async Task<string> Line(int limit, CancellationToken cancel)
    {
        StringBuilder line = new();
        while (true)
        {
            int length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            int take = length < 0 ? _end - _start : length;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, take));
            _start += take;
            if (length >= 0)
            {
                _start++;
                return line.ToString().TrimEnd('\r');
            }

            if (line.Length > limit)
            {
                throw new InvalidDataException("line too long");
            }

            if (!await Fill(cancel))
            {
                throw new InvalidDataException("the connection ended");
            }
        }
    }

    /// <summary>Reads some bytes; 0: the connection has ended.</summary>
    public async ValueTask<int> Read(Memory<byte> target, CancellationToken cancel)
    {
        if (_start == _end && !await Fill(cancel))
        {
            return 0;
        }

        int bytes = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, bytes).CopyTo(target.Span);
        _start += bytes;
        return bytes;
    }

    /// <summary>Reads exactly so many bytes; false: the connection ended before.</summary>
    public async ValueTask<bool> ReadAll(Memory<byte> target, CancellationToken cancel)
    {
        while (target.Length > 0)
        {
            int bytes = await Read(target, cancel);
            if (bytes == 0)
            {
                return false;
            }

            target = target[bytes..];
        }

        return true;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async ValueTask<bool> Fill(CancellationToken cancel)
    {
        _start = 0;
        _end = 0;
        _end = await stream.ReadAsync(_buffer, cancel);
        return _end > 0;
    }
}
