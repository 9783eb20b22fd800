using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>Lines out of a connection, with the descriptors that came beside them.</summary>
internal sealed class LineBuffer
{
    private const int LongestLineBytes = 1 << 20;

    private readonly List<Descriptor> _files = [];
    private byte[] _buffer = new byte[4096];
    private int _filled;

    /// <summary>Descriptors that have come; taking them makes them the taker's.</summary>
    public List<Descriptor> TakeFiles()
    {
        List<Descriptor> files = [.. _files];
        _files.Clear();
        return files;
    }

    /// <summary>The whole lines that have come, without their newlines; null: the connection has ended, or sends no lines.</summary>
    /// <param name="connection">From where.</param>
    /// <param name="wait">Whether to wait until something comes.</param>
    public IReadOnlyList<byte[]>? Read(Descriptor connection, LineWait wait = LineWait.None)
    {
        if (_filled == _buffer.Length)
        {
            if (_filled >= LongestLineBytes)
            {
                return null;
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int count = UnixSocket.Receive(connection, _buffer.AsSpan(_filled), out _, _files, wait == LineWait.Wait);
        if (count == 0)
        {
            return null;
        }

        _filled += Math.Max(0, count);
        List<byte[]> lines = [];
        int start = 0;
        while (_buffer.AsSpan(start, _filled - start).IndexOf((byte)'\n') is >= 0 and int length)
        {
            lines.Add(_buffer[start..(start + length)]);
            start += length + 1;
        }

        _buffer.AsSpan(start, _filled - start).CopyTo(_buffer);
        _filled -= start;
        return lines;
    }
}

/// <summary>Whether a read waits.</summary>
internal enum LineWait
{
    /// <summary>What is there is taken.</summary>
    None,

    /// <summary>Until something comes.</summary>
    Wait,
}
