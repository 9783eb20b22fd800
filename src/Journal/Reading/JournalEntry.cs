using Ptracer.Journal.Store;

namespace Ptracer.Journal.Reading;

/// <summary>A record that was read.</summary>
internal sealed class JournalEntry
{
    /// <summary>Copies a record.</summary>
    /// <param name="unit">The unit's name.</param>
    /// <param name="header">Its segment's header.</param>
    /// <param name="record">The record.</param>
    public JournalEntry(string unit, in SegmentHeader header, RecordView record)
    {
        Unit = unit;
        Boot = header.Boot;
        Key = new JournalKey(record.RealtimeUs, header.Stream, record.Sequence);
        MonotonicUs = record.MonotonicUs;
        Pid = record.Pid;
        Priority = record.Priority;
        Facility = record.Facility;
        Stream = record.Stream;
        LineBreak = record.LineBreak;
        Identifier = record.Identifier.ToArray();
        Message = record.Message.ToArray();
        Fields = record.CopyFields();
    }

    /// <summary>The unit's name.</summary>
    public string Unit { get; }

    /// <summary>The boot it is of.</summary>
    public JournalId Boot { get; }

    /// <summary>Its place.</summary>
    public JournalKey Key { get; }

    /// <summary>Microseconds since 1970.</summary>
    public long RealtimeUs => Key.RealtimeUs;

    /// <summary>When it arrived.</summary>
    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddTicks(RealtimeUs * TimeSpan.TicksPerMicrosecond);

    /// <summary>The sequence number in its unit.</summary>
    public ulong Sequence => Key.Sequence;

    /// <summary>Microseconds of the monotonic clock.</summary>
    public long MonotonicUs { get; }

    /// <summary>Which process; 0: unknown.</summary>
    public int Pid { get; }

    /// <summary>0 emerg to 7 debug.</summary>
    public byte Priority { get; }

    /// <summary>syslog's facility.</summary>
    public byte Facility { get; }

    /// <summary>The way it came.</summary>
    public JournalStream Stream { get; }

    /// <summary>Why its line ended.</summary>
    public LineBreak LineBreak { get; }

    /// <summary>The program's name for itself; any bytes.</summary>
    public byte[] Identifier { get; }

    /// <summary>The text; any bytes.</summary>
    public byte[] Message { get; }

    /// <summary>Other fields.</summary>
    public IReadOnlyList<JournalField> Fields { get; }

    /// <summary>Its cursor.</summary>
    public string Cursor => JournalCursor.Format(this);
}
