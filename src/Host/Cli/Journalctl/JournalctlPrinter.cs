using System.Buffers;
using System.Text;
using Ptracer.Journal;
using Ptracer.Journal.Output;
using Ptracer.Journal.Reading;

namespace Ptracer.Host.Cli.Journalctl;

/// <summary>Writes records to a stream, with a line between boots.</summary>
internal sealed class JournalctlPrinter
{
    private const int FlushBytes = 64 << 10;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly JournalFormatter _formatter;
    private readonly Stream _output;
    private readonly bool _isQuiet;
    private readonly bool _hasColors;
    private JournalId? _boot;

    /// <summary>Makes one.</summary>
    public JournalctlPrinter(Stream output, FormatOptions format, bool isQuiet)
    {
        _output = output;
        _formatter = new JournalFormatter(_buffer, format);
        _isQuiet = isQuiet;
        _hasColors = format.HasColors;
    }

    /// <summary>The record that was written last.</summary>
    public JournalEntry? Last { get; private set; }

    /// <summary>How many were written.</summary>
    public int Count { get; private set; }

    /// <summary>Writes a record.</summary>
    public void Write(JournalEntry entry)
    {
        if (!_isQuiet && _boot is { } boot && boot != entry.Boot)
        {
            Text(_hasColors ? $"\x1b[0;1;39m-- Boot {entry.Boot} --\x1b[0m\n" : $"-- Boot {entry.Boot} --\n");
        }

        _boot = entry.Boot;
        _formatter.Write(entry);
        Last = entry;
        Count++;
        if (_buffer.WrittenCount >= FlushBytes)
        {
            Flush();
        }
    }

    /// <summary>Writes a text.</summary>
    public void Text(string text) => Encoding.UTF8.GetBytes(text, _buffer);

    /// <summary>Gives on what is buffered.</summary>
    public void Flush()
    {
        _output.Write(_buffer.WrittenSpan);
        _output.Flush();
        _buffer.ResetWrittenCount();
    }

    /// <summary>Writes records as they come, until the process is ended.</summary>
    /// <param name="directory">The journal.</param>
    /// <param name="query">Which records.</param>
    /// <param name="tail">How many of the present ones; null: all.</param>
    public void Follow(string directory, JournalQuery query, int? tail)
    {
        using JournalFollower follower = new(directory, query, tail);
        while (true)
        {
            while (follower.TryNext() is { } entry)
            {
                Write(entry);
            }

            Flush();
            if (follower.Next(CancellationToken.None) is { } next)
            {
                Write(next);
            }
        }
    }
}
