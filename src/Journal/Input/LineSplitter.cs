using System.Diagnostics;

namespace Ptracer.Journal.Input;

/// <summary>Whether <c>&lt;N&gt;</c> before a line is its priority; systemd's SyslogLevelPrefix=.</summary>
internal enum LevelPrefix
{
    /// <summary>It is, and does not belong to the text.</summary>
    Read,

    /// <summary>It is text.</summary>
    Ignore,
}

/// <summary>What is known of the lines of a stream.</summary>
internal sealed record LineSource
{
    /// <summary>The way they come.</summary>
    public JournalStream Stream { get; init; } = JournalStream.Stdout;

    /// <summary>The identifier: SyslogIdentifier=, or the program's name.</summary>
    public ReadOnlyMemory<byte> Identifier { get; init; }

    /// <summary>The process; 0: unknown.</summary>
    public int Pid { get; init; }

    /// <summary>SyslogLevel=: the priority of lines without a prefix.</summary>
    public byte Priority { get; init; } = 6;

    /// <summary>SyslogFacility=.</summary>
    public byte Facility { get; init; } = 3;

    /// <summary>SyslogLevelPrefix=.</summary>
    public LevelPrefix LevelPrefix { get; init; } = LevelPrefix.Read;
}

/// <summary>
/// Makes records of a byte stream's lines, as journald does: empty lines are left out, longer ones than the limit are
/// cut. A line without its end waits for more; the caller's timer or the end of the stream ends the wait.
/// </summary>
/// <param name="sink">Takes the records.</param>
/// <param name="source">What is known of the lines; may be replaced at any time.</param>
/// <param name="lineMax">The longest line, bytes.</param>
/// <param name="waitMs">How long a line waits for its end, ms.</param>
internal sealed class LineSplitter(IJournalSink sink, LineSource source, int lineMax = 48 << 10, int waitMs = 1000)
{
    private const int PrefixLength = 3;

    private byte[] _partial = [];
    private int _partialCount;
    private long _partialSinceMs;

    /// <summary>What is known of the lines that come.</summary>
    public LineSource Source { get; set; } = source;

    /// <summary>In how many ms it is time for <see cref="FlushPartial"/>, as poll(2) takes it; -1: no line waits.</summary>
    public int FlushDueInMs => _partialCount == 0 ? -1 : (int)Math.Max(0, _partialSinceMs + waitMs - NowMs());

    /// <summary>Takes what was read.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int room = lineMax - _partialCount;
            ReadOnlySpan<byte> window = bytes[..Math.Min(bytes.Length, room + 1)];
            int end = window.IndexOf((byte)'\n');
            if (end >= 0)
            {
                Emit(Whole(window[..end]), LineBreak.None);
                bytes = bytes[(end + 1)..];
            }
            else if (window.Length > room)
            {
                Emit(Whole(window[..room]), LineBreak.LineMax);
                bytes = bytes[room..];
            }
            else
            {
                Keep(bytes);
                return;
            }
        }
    }

    /// <summary>Makes a record of the line that waits.</summary>
    /// <param name="why"><see cref="LineBreak.Eof"/> or <see cref="LineBreak.Timeout"/>.</param>
    public void FlushPartial(LineBreak why)
    {
        Emit(_partial.AsSpan(0, _partialCount), why);
        _partialCount = 0;
    }

    private static long NowMs() => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000);

    private ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> rest)
    {
        if (_partialCount == 0)
        {
            return rest;
        }

        Keep(rest);
        ReadOnlySpan<byte> line = _partial.AsSpan(0, _partialCount);
        _partialCount = 0;
        return line;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_partialCount + bytes.Length > _partial.Length)
        {
            Array.Resize(ref _partial, Math.Min(lineMax, Math.Max(2 * _partial.Length, _partialCount + bytes.Length)));
        }

        if (_partialCount == 0)
        {
            _partialSinceMs = NowMs();
        }

        bytes.CopyTo(_partial.AsSpan(_partialCount));
        _partialCount += bytes.Length;
    }

    private void Emit(ReadOnlySpan<byte> line, LineBreak lineBreak)
    {
        byte priority = Source.Priority;
        if (Source.LevelPrefix == LevelPrefix.Read && line.Length >= PrefixLength
            && line[0] == '<' && line[1] is >= (byte)'0' and <= (byte)'7' && line[2] == '>')
        {
            priority = (byte)(line[1] - '0');
            line = line[PrefixLength..];
        }

        if (line.IsEmpty)
        {
            return;
        }

        sink.Append(new JournalRecord
        {
            Message = line,
            Identifier = Source.Identifier.Span,
            Pid = Source.Pid,
            Priority = priority,
            Facility = Source.Facility,
            Stream = Source.Stream,
            LineBreak = lineBreak,
        });
    }
}
