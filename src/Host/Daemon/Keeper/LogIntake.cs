using System.Text;
using Ptracer.Host.Posix;
using Ptracer.Journal;
using Ptracer.Journal.Input;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>
/// Everything that a unit says, into its journal: the pipes of its commands, its /dev/log, journald's native socket, and
/// what the keeper itself has to tell.
/// </summary>
internal sealed class LogIntake : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const int LongestDatagramBytes = 256 * 1024;
    private const int ReadsInARow = 16;

    private readonly EventLoop _loop;
    private readonly string _unit;
    private readonly Sink _writer;
    private readonly List<Descriptor> _sockets = [];
    private readonly byte[] _buffer = new byte[LongestDatagramBytes];
    private EventLoop.Timer? _sync;
    private int _streams;

    /// <summary>Takes over a writer.</summary>
    public LogIntake(EventLoop loop, JournalWriter writer, string unit) => (_loop, _writer, _unit) = (loop, new Sink(writer), unit);

    /// <summary>Where raw syslog datagrams are passed on to, for a syslog daemon of the guest; null: nowhere.</summary>
    public string? ForwardPath { get; init; }

    /// <summary>Whether pipes of commands are still open.</summary>
    public bool HasStreams => _streams > 0;

    /// <summary>Listens at a host path for syslog(3).</summary>
    public void ListenSyslog(string path) => Listen(path, (datagram, sender, files) =>
    {
        SyslogParser.Parse(datagram, sender, _writer);
        Forward(datagram);
    });

    /// <summary>Listens at a host path for journald's native protocol.</summary>
    public void ListenNative(string path) => Listen(path, (datagram, sender, files) =>
    {
        if (files.Count == 0)
        {
            NativeProtocol.Parse(datagram, sender, _writer);
        }

        foreach (Descriptor file in files)
        {
            NativeProtocol.Parse(Posix.Files.ReadAll(file, LongestDatagramBytes * 16), sender, _writer);
        }
    });

    /// <summary>Opens a stream of lines.</summary>
    /// <returns>The end that a command writes to; the caller closes it when it has passed it on.</returns>
    public Descriptor OpenStream(LineSource source)
    {
        (Descriptor read, Descriptor write) = Posix.Files.Pipe();
        LineSplitter splitter = new(_writer, source);
        _streams++;
        _loop.Watch(read, () => ReadStream(read, splitter));
        return write;
    }

    /// <summary>A line of the keeper itself.</summary>
    public void Log(int priority, string text)
    {
        _writer.Append(new JournalRecord
        {
            Message = Encoding.UTF8.GetBytes($"{_unit}: {text}"),
            Identifier = "ptracer"u8,
            Pid = Processes.OwnId,
            Priority = (byte)priority,
            Stream = JournalStream.Supervisor,
        });
        Written();
    }

    /// <summary>Writes what comes from now on somewhere else, and lets others write the journal.</summary>
    public void MoveTo(JournalWriter writer)
    {
        CloseSockets();
        _writer.MoveTo(writer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseSockets();
        _sync?.Cancel();
        _writer.Dispose();
    }

    private void CloseSockets()
    {
        foreach (Descriptor socket in _sockets)
        {
            _loop.Forget(socket);
            socket.Dispose();
        }

        _sockets.Clear();
    }

    private void Listen(string path, Receive received)
    {
        Descriptor socket = UnixSocket.Bind(path, UnixSocket.Datagram, 0x1b6);
        UnixSocket.PassCredentials(socket);
        _sockets.Add(socket);
        _loop.Watch(socket, () =>
        {
            for (int i = 0; i < ReadsInARow; i++)
            {
                List<Descriptor> files = [];
                int count = UnixSocket.Receive(socket, _buffer, out int sender, files);
                if (count < 0)
                {
                    break;
                }

                received(_buffer.AsSpan(0, count), sender, files);
                files.ForEach(file => file.Dispose());
            }

            Written();
        });
    }

    private void ReadStream(Descriptor pipe, LineSplitter splitter)
    {
        int count = Posix.Files.Read(pipe, _buffer.AsSpan(0, BufferBytes));
        if (count > 0)
        {
            splitter.Feed(_buffer.AsSpan(0, count));
            if (splitter.FlushDueInMs is >= 0 and int due)
            {
                _loop.After(due, () =>
                {
                    if (splitter.FlushDueInMs == 0)
                    {
                        splitter.FlushPartial(LineBreak.Timeout);
                        Written();
                    }
                });
            }
        }
        else if (count == 0)
        {
            splitter.FlushPartial(LineBreak.Eof);
            _loop.Forget(pipe);
            pipe.Dispose();
            _streams--;
        }

        Written();
    }

    private void Written()
    {
        _writer.Flush();
        if (_sync is null or { IsCancelled: true } && _writer.SyncDueInMs is >= 0 and int due)
        {
            _sync = _loop.After(due, _writer.StartSync);
        }
    }

    private void Forward(ReadOnlySpan<byte> datagram)
    {
        if (ForwardPath is not null && File.Exists(ForwardPath))
        {
            UnixSocket.SendTo(_sockets[0], ForwardPath, datagram);
        }
    }

    /// <summary>The writer, which may change; what comes after its end is nobody's.</summary>
    private sealed class Sink(JournalWriter writer) : IJournalSink, IDisposable
    {
        private JournalWriter? _present = writer;

        public int SyncDueInMs => _present?.SyncDueInMs ?? -1;

        public void Append(in JournalRecord record) => _present?.Append(record);

        public void Flush() => _present?.Flush();

        public void StartSync() => _present?.StartSync();

        public void MoveTo(JournalWriter next)
        {
            Dispose();
            _present = next;
        }

        public void Dispose()
        {
            _present?.Dispose();
            _present = null;
        }
    }

    private delegate void Receive(ReadOnlySpan<byte> datagram, int sender, List<Descriptor> files);
}
