using System.Text.Json;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>
/// A command of a service in its own session: a <c>ptracer session</c> that tells on a descriptor what becomes of the
/// command's processes. It is the unit's control group: all that the command started, wherever it went.
/// </summary>
internal sealed class CommandProcess : IDisposable
{
    private readonly EventLoop _loop;
    private readonly Descriptor _status;
    private readonly byte[] _buffer = new byte[16384];
    private int _filled;

    private CommandProcess(EventLoop loop, Descriptor status, int tracerId)
    {
        (_loop, _status, TracerId) = (loop, status, tracerId);
        loop.Watch(status, ReadStatus);
    }

    /// <summary>The tracer's process.</summary>
    public int TracerId { get; }

    /// <summary>The command's own process; 0 before it runs.</summary>
    public int ProcessId { get; private set; }

    /// <summary>How the command ended; null: it has not.</summary>
    public SessionExit? Exit { get; private set; }

    /// <summary>Whether the whole session has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The command's program runs.</summary>
    public event Action? Started;

    /// <summary>A process of the session has ended.</summary>
    public event Action<int, SessionExit>? ProcessEnded;

    /// <summary>The command has ended, or could not be started (then with the tracer's status).</summary>
    public event Action<SessionExit>? CommandEnded;

    /// <summary>Nothing of the session is left.</summary>
    public event Action? SessionEnded;

    /// <summary>Starts it.</summary>
    /// <param name="loop">Where its events happen.</param>
    /// <param name="launch">A <c>ptracer session</c>; the descriptor that it tells on is added behind its own.</param>
    /// <exception cref="PosixException">The tracer could not be started.</exception>
    public static CommandProcess Start(EventLoop loop, Launch launch)
    {
        (Descriptor read, Descriptor write) = Posix.Files.Pipe();
        using (write)
        {
            try
            {
                int tracer = (launch with { Files = [.. launch.Files, write.Number] }).Start();
                return new CommandProcess(loop, read, tracer);
            }
            catch (PosixException)
            {
                read.Dispose();
                throw;
            }
        }
    }

    /// <summary>The processes of the session now, as /proc tells whom its tracer traces.</summary>
    public IReadOnlyList<int> Processes() => HasEnded ? [] : TracedProcesses.Of(TracerId);

    /// <summary>Kills everything of it at once: the tracer takes its tracees along.</summary>
    public void Kill() => Posix.Processes.Signal(TracerId, Signals.Kill);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!HasEnded)
        {
            Kill();
            Finish();
        }
    }

    private void ReadStatus()
    {
        int count = Posix.Files.Read(_status, _buffer.AsSpan(_filled));
        if (count < 0)
        {
            return;
        }

        if (count == 0)
        {
            Finish();
            return;
        }

        _filled += count;
        int start = 0;
        while (_buffer.AsSpan(start, _filled - start).IndexOf((byte)'\n') is >= 0 and int length)
        {
            int from = start;
            start += length + 1;
            Take(_buffer.AsSpan(from, length));
        }

        _buffer.AsSpan(start, _filled - start).CopyTo(_buffer);
        _filled -= start;
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        StatusLine status = StatusLine.Parse(line);
        if (status.Command is { } pid)
        {
            ProcessId = pid;
            Started?.Invoke();
        }
        else if (status.Process is { } process)
        {
            ProcessEnded?.Invoke(process, status.Exit);
        }
        else
        {
            Exit = status.Exit;
            CommandEnded?.Invoke(status.Exit);
        }
    }

    private void Finish()
    {
        _loop.Forget(_status);
        _status.Dispose();
        int status = Posix.Processes.Reap(TracerId, wait: true) ?? 0;
        HasEnded = true;
        if (Exit is null)
        {
            // The tracer ended before its command did: it failed to start it, or was killed itself.
            int signal = status & 0x7f;
            Exit = signal == 0 ? new SessionExit((status >> 8) & 0xff, 0) : new SessionExit(0, signal);
            CommandEnded?.Invoke(Exit.Value);
        }

        SessionEnded?.Invoke();
    }

    private ref struct StatusLine
    {
        public int? Command { get; private set; }

        public int? Process { get; private set; }

        public SessionExit Exit { get; private set; }

        public static StatusLine Parse(ReadOnlySpan<byte> line)
        {
            StatusLine result = default;
            Utf8JsonReader reader = new(line);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                bool isPid = reader.ValueTextEquals("pid"u8);
                bool isProcess = reader.ValueTextEquals("process"u8);
                bool isSignal = reader.ValueTextEquals("signal"u8);
                reader.Read();
                int value = reader.GetInt32();
                if (isPid)
                {
                    result.Command = value;
                }
                else if (isProcess)
                {
                    result.Process = value;
                }
                else
                {
                    result.Exit = isSignal ? new SessionExit(0, value) : new SessionExit(value, 0);
                }
            }

            return result;
        }
    }
}
