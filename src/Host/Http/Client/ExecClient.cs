using System.Globalization;
using System.Text.Json;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Json;

namespace Ptracer.Host.Http.Client;

/// <summary>Commands in guests, by the API: a WebSocket (RFC 6455) over the daemon's socket.</summary>
internal sealed class ExecClient(DaemonWire wire) : IExecControl
{
    private const int KeyBytes = 16;

    /// <inheritdoc/>
    public IExecSession Start(string guest, ExecRequest request)
    {
        List<string> query = [.. request.Command.Select(word => $"command={Uri.EscapeDataString(word)}")];
        query.Add(string.Create(CultureInfo.InvariantCulture, $"columns={request.Columns}&rows={request.Rows}"));
        if (request.WorkingDirectory is { } directory)
        {
            query.Add($"directory={Uri.EscapeDataString(directory)}");
        }

        // The key only tells a server from a cache (RFC 6455, section 10.3): it need not be secret.
        byte[] random = new byte[KeyBytes];
        Random.Shared.NextBytes(random);
        string key = Convert.ToBase64String(random);
        ClientRequest handshake = ClientRequest.Get($"{GuestClient.Path(guest)}/exec?{string.Join('&', query)}") with
        {
            Headers =
            [
                ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
                ("Sec-WebSocket-Key", key), ("Sec-WebSocket-Protocol", WebSocketHandshake.Protocol),
            ],
        };
        ClientResponse response = wire.Send(handshake, CancellationToken.None).GetAwaiter().GetResult();
        if (response.Status != 101 || response.Header("Sec-WebSocket-Accept") != WebSocketHandshake.Answer(key))
        {
            response.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw new PtracerException("the daemon does not offer terminals; it is of another version: restart it");
        }

        return new ExecClientSession(new WebSocketFrames(response.Connection));
    }
}

/// <summary>A command that runs at the daemon's end.</summary>
internal sealed class ExecClientSession : IExecSession
{
    private readonly WebSocketFrames _frames;
    private readonly TerminalStream _terminal;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Speaks over a connection that was upgraded.</summary>
    public ExecClientSession(WebSocketFrames frames)
    {
        _frames = frames;
        _terminal = new TerminalStream(frames, Text, End);
    }

    /// <inheritdoc/>
    public Stream Terminal => _terminal;

    /// <summary>Ends with the exit status, once the terminal was read to its end.</summary>
    public Task<int> Exited => _exited.Task;

    /// <inheritdoc/>
    public void Resize(int columns, int rows)
    {
        ExecControl control = new(new TerminalSize(columns, rows));
        _frames.Send(FrameKind.Text, JsonSerializer.SerializeToUtf8Bytes(control, ApiJson.Default.ExecControl), default)
            .AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _frames.DisposeAsync();
        End();
    }

    private void Text(ReadOnlyMemory<byte> text)
    {
        ExecExit? exit = JsonSerializer.Deserialize(text.Span, ApiJson.Default.ExecExit);
        _ = exit is not null && _exited.TrySetResult(exit.Exit);
    }

    private void End() =>
        _exited.TrySetException(new PtracerException("the daemon hung up before the command ended; see its log"));
}

/// <summary>The terminal's bytes in the binary messages of a WebSocket.</summary>
internal sealed class TerminalStream(WebSocketFrames frames, Action<ReadOnlyMemory<byte>> text, Action end) : Stream
{
    private ReadOnlyMemory<byte> _left;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

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
        while (_left.Length == 0)
        {
            Frame? frame = await frames.Receive(cancellationToken);
            if (frame is not { Kind: not FrameKind.Close } got)
            {
                end();
                return 0;
            }

            if (got.Kind == FrameKind.Text)
            {
                text(got.Payload);
            }
            else
            {
                _left = got.Payload;
            }
        }

        int bytes = Math.Min(buffer.Length, _left.Length);
        _left[..bytes].CopyTo(buffer);
        _left = _left[bytes..];
        return bytes;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        frames.Send(FrameKind.Binary, buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
        // A message goes out as it is written.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
