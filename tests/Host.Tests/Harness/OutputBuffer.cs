using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Ptracer.Host.Tests.Harness;

/// <summary>What came out of a descriptor so far, filled by a thread of its own; a test can wait for a text in it.</summary>
internal sealed class OutputBuffer
{
    private readonly object _gate = new();
    private readonly List<byte> _bytes = [];
    private readonly Thread _reader;
    private int _searchedFrom;
    private bool _ended;
    private volatile bool _stopped;

    public OutputBuffer(Stream source)
    {
        _reader = new Thread(() => ReadAll(source)) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>All bytes so far.</summary>
    public byte[] Bytes
    {
        get
        {
            lock (_gate)
            {
                return [.. _bytes];
            }
        }
    }

    /// <summary>All bytes so far, as text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Lets the reader end after what it reads next.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Waits for the end of the output; false when others still hold it open after the time.</summary>
    public bool WaitEnd(TimeSpan limit) => _reader.Join(limit);

    /// <summary>Waits until the text comes after the last text waited for; false at the end of output or of the time.</summary>
    public bool Expect(string text, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        lock (_gate)
        {
            while (true)
            {
                // Offsets count bytes; the texts waited for are ASCII, so bytes and characters of Latin-1 agree.
                var all = Encoding.Latin1.GetString(CollectionsMarshal.AsSpan(_bytes));
                var at = all.IndexOf(text, _searchedFrom, StringComparison.Ordinal);
                if (at >= 0)
                {
                    _searchedFrom = at + text.Length;
                    return true;
                }

                var left = limit - watch.Elapsed;
                if (_ended || left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                {
                    return false;
                }
            }
        }
    }

    private void ReadAll(Stream source)
    {
        var buffer = new byte[65536];
        try
        {
            for (int count; !_stopped && (count = source.Read(buffer)) > 0;)
            {
                lock (_gate)
                {
                    _bytes.AddRange(buffer.AsSpan(0, count));
                    Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException)
        {
            // A terminal whose other side is closed answers EIO: its end of file. Closed here: the test has ended.
        }

        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }
}
