using System.Buffers.Binary;

namespace Ptracer.Host.Http.Client;

/// <summary>What a frame is: its opcode (RFC 6455, section 5.2).</summary>
internal enum FrameKind
{
    /// <summary>More of the message before.</summary>
    Continuation = 0,

    /// <summary>A text.</summary>
    Text = 1,

    /// <summary>Bytes.</summary>
    Binary = 2,

    /// <summary>The end.</summary>
    Close = 8,

    /// <summary>A question whether one is there.</summary>
    Ping = 9,

    /// <summary>Its answer.</summary>
    Pong = 10,
}

/// <summary>A frame.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Payload">Its content.</param>
internal readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Payload);

/// <summary>
/// The client's half of WebSocket framing, as far as the daemon's own server needs it: the server sends whole frames,
/// uncompressed. The mask must be there, but hides nothing from a proxy on a Unix socket, so it is no secret random number.
/// </summary>
internal sealed class WebSocketFrames(BufferedConnection connection) : IAsyncDisposable
{
    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const byte OpcodeBits = 0x0F;
    private const int MaskBytes = 4;
    private const int TwoByteLength = 126;
    private const int EightByteLength = 127;
    private const int LongestPayload = 1 << 20; // bytes

    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Sends a message as one frame.</summary>
    public async ValueTask Send(FrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        byte[] frame = Encode(kind, payload.Span);
        await _sending.WaitAsync(cancel);
        try
        {
            await connection.Stream.WriteAsync(frame, cancel);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next text, bytes or close; null: the connection ended. Pings are answered.</summary>
    public async ValueTask<Frame?> Receive(CancellationToken cancel)
    {
        byte[] head = new byte[10];
        while (await connection.ReadAll(head.AsMemory(0, 2), cancel))
        {
            FrameKind kind = (FrameKind)(head[0] & OpcodeBits);
            long length = head[1] & ~Masked;
            int more = length switch { TwoByteLength => 2, EightByteLength => 8, _ => 0 };
            if (!await connection.ReadAll(head.AsMemory(2, more), cancel))
            {
                return null;
            }

            length = more switch
            {
                2 => BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2)),
                8 => BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(2)),
                _ => length,
            };
            if ((head[1] & Masked) != 0 || length is < 0 or > LongestPayload)
            {
                throw new InvalidDataException("bad WebSocket frame");
            }

            byte[] payload = new byte[length];
            if (!await connection.ReadAll(payload, cancel))
            {
                return null;
            }

            if (kind == FrameKind.Ping)
            {
                await Send(FrameKind.Pong, payload, cancel);
            }
            else if (kind != FrameKind.Pong)
            {
                return new Frame(kind, payload);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _sending.Dispose();
        await connection.DisposeAsync();
    }

    private static byte[] Encode(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        int more = payload.Length switch { < TwoByteLength => 0, <= ushort.MaxValue => 2, _ => 8 };
        byte[] frame = new byte[2 + more + MaskBytes + payload.Length];
        frame[0] = (byte)(Final | (int)kind);
        frame[1] = (byte)(Masked | more switch { 0 => payload.Length, 2 => TwoByteLength, _ => EightByteLength });
        if (more == 2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        }
        else if (more == 8)
        {
            BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), payload.Length);
        }

        Span<byte> mask = frame.AsSpan(2 + more, MaskBytes);
        Random.Shared.NextBytes(mask);
        Span<byte> content = frame.AsSpan(2 + more + MaskBytes);
        for (int i = 0; i < payload.Length; i++)
        {
            content[i] = (byte)(payload[i] ^ mask[i % MaskBytes]);
        }

        return frame;
    }
}
