using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Ptracer.Host.Http.Listeners;

/// <summary>
/// What Kestrel refuses by itself (a malformed request line, headers that are too large or too slow) it answers with a
/// status and no body, and no application is asked. This transport holds back what is written while no request of ours is
/// being answered, and gives such a refusal the problem document that every other error has.
/// </summary>
internal sealed class RefusalTransport(IDuplexPipe inner, RequestActivity activity) : IDuplexPipe
{
    /// <inheritdoc/>
    public PipeReader Input => inner.Input;

    /// <inheritdoc/>
    public PipeWriter Output { get; } = new RefusalWriter(inner.Output, activity);

    /// <summary>The head and body of a refusal when these bytes are one of Kestrel's; else null.</summary>
    internal static byte[]? Complete(ReadOnlySpan<byte> head)
    {
        const int StatusAt = 9; // "HTTP/1.1 "
        if (head.Length < StatusAt + 3 || !IsError(head) || head.IndexOf("Content-Length: 0\r\n"u8) < 0
            || !int.TryParse(head.Slice(StatusAt, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int status))
        {
            return null;
        }

        byte[] body = Problem.Bytes(status, Detail(status));
        string text = $"HTTP/1.1 {status} {Problem.Title(status)}\r\nContent-Type: {Problem.ContentType}\r\n" +
            $"Content-Length: {body.Length}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(text), .. body];
    }

    private static bool IsError(ReadOnlySpan<byte> head) => head.StartsWith("HTTP/1.1 4"u8) || head.StartsWith("HTTP/1.1 505"u8);

    private static string Detail(int status) => status switch
    {
        408 => "the request did not arrive in time; send it again, faster",
        413 => "the request is too large",
        414 => "the request line is too long; at most 8 KiB are read",
        431 => "the headers are too large; at most 16 KiB are read",
        505 => "only HTTP/1.1 and HTTP/1.0 are spoken here",
        _ => "this is not a request by RFC 9112; check the request line and the headers",
    };

    private sealed class RefusalWriter(PipeWriter output, RequestActivity activity) : PipeWriter
    {
        private readonly ArrayBufferWriter<byte> _held = new(512);
        private bool _isHeldMemory; // whose memory was given out last

        public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

        public override long UnflushedBytes => output.UnflushedBytes + _held.WrittenCount;

        private bool IsHolding => !activity.IsAnswering;

        public override Memory<byte> GetMemory(int sizeHint = 0)
        {
            _isHeldMemory = IsHolding;
            return _isHeldMemory ? _held.GetMemory(sizeHint) : Direct().GetMemory(sizeHint);
        }

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            if (_isHeldMemory)
            {
                _held.Advance(bytes);
            }
            else
            {
                output.Advance(bytes);
            }
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            Release();
            return output.FlushAsync(cancellationToken);
        }

        public override void CancelPendingFlush() => output.CancelPendingFlush();

        public override void Complete(Exception? exception = null)
        {
            Release();
            output.Complete(exception);
        }

        private PipeWriter Direct()
        {
            Release();
            return output;
        }

        private void Release()
        {
            if (_held.WrittenCount == 0)
            {
                return;
            }

            byte[]? refusal = IsHolding ? RefusalTransport.Complete(_held.WrittenSpan) : null;
            output.Write(refusal ?? _held.WrittenSpan);
            _held.ResetWrittenCount();
        }
    }
}
