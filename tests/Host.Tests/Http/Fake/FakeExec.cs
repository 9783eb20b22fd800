using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Tests.Http.Fake;

/// <summary>A shell of three words: it echoes, "size" tells its size, and "exit N" ends it.</summary>
internal sealed class FakeExec(FakeDaemon daemon) : IExecControl
{
    /// <summary>The sessions that were started.</summary>
    public List<FakeExecSession> Sessions { get; } = [];

    public IExecSession Start(string guest, ExecRequest request)
    {
        if (!daemon.FakeGuests.Find(guest).Running)
        {
            throw new ControlException(ControlError.Conflict, $"{guest}: is not running; start it first");
        }

        FakeExecSession session = new(request);
        lock (Sessions)
        {
            Sessions.Add(session);
        }

        return session;
    }
}

internal sealed class FakeExecSession : Stream, IExecSession
{
    private readonly Pipe _output = new();
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _typed = new();
    private readonly Stream _reading;
    private (int Columns, int Rows) _size;

    public FakeExecSession(ExecRequest request)
    {
        Request = request;
        _size = (request.Columns, request.Rows);
        _reading = _output.Reader.AsStream();
        Show(request.Command.Count == 0 ? "root@debian:~# " : string.Join(' ', request.Command) + "\r\n");
    }

    public ExecRequest Request { get; }

    public Task Disposed => _disposed.Task;

    public Stream Terminal => this;

    public Task<int> Exited => _exited.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => 0; set => throw new NotSupportedException(); }

    public void Resize(int columns, int rows) => _size = (columns, rows);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await _reading.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        foreach (var letter in Encoding.UTF8.GetString(buffer.Span))
        {
            Type(letter);
        }

        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        _disposed.TrySetResult();
        await _output.Writer.CompleteAsync();
        _exited.TrySetResult(129);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Type(char letter)
    {
        if (letter is not ('\r' or '\n'))
        {
            _typed.Append(letter);
            Show(letter.ToString());
            return;
        }

        var line = _typed.ToString();
        _typed.Clear();
        if (line.StartsWith("exit", StringComparison.Ordinal))
        {
            _exited.TrySetResult(int.TryParse(line.AsSpan(4), out var status) ? status : 0);
            _output.Writer.Complete();
            return;
        }

        Show(line == "size" ? $"\r\n{_size.Columns}x{_size.Rows}\r\nroot@debian:~# " : "\r\nroot@debian:~# ");
    }

    private void Show(string text)
    {
        _output.Writer.Write(Encoding.UTF8.GetBytes(text));
        _ = _output.Writer.FlushAsync().AsTask();
    }
}
