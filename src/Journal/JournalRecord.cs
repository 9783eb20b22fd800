namespace Ptracer.Journal;

/// <summary>The way a record came.</summary>
internal enum JournalStream : byte
{
    /// <summary>The service's standard output.</summary>
    Stdout,

    /// <summary>Its standard error.</summary>
    Stderr,

    /// <summary>A datagram of /dev/log.</summary>
    Syslog,

    /// <summary>A datagram of journald's native protocol.</summary>
    Native,

    /// <summary>The supervisor about the unit: started, exited, notified.</summary>
    Supervisor,

    /// <summary>The journal about itself: records that were dropped.</summary>
    Journal,
}

/// <summary>Why a line of a stream ended where no newline was; journald's <c>_LINE_BREAK</c>.</summary>
internal enum LineBreak : byte
{
    /// <summary>A newline ended it, or it is no line of a stream.</summary>
    None,

    /// <summary>The stream ended.</summary>
    Eof,

    /// <summary>It was longer than the limit and goes on in the next record.</summary>
    LineMax,

    /// <summary>Nothing more came for a while.</summary>
    Timeout,
}

/// <summary>A field of journald's native protocol that no property of a record has.</summary>
/// <param name="Name">Upper-case letters, digits and underscores.</param>
/// <param name="Value">Any bytes.</param>
internal readonly record struct JournalField(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value);

/// <summary>A record to be appended. It only refers to its bytes: they are copied by the writer at once.</summary>
internal readonly ref struct JournalRecord
{
    /// <summary>Makes a record of priority 6 (info), facility 3 (daemon).</summary>
    public JournalRecord()
    {
    }

    /// <summary>The text, without its newline; any bytes.</summary>
    public ReadOnlySpan<byte> Message { get; init; } = default;

    /// <summary>The program's name for itself (syslog's tag); any bytes, at most 65,535 are kept.</summary>
    public ReadOnlySpan<byte> Identifier { get; init; } = default;

    /// <summary>Other fields.</summary>
    public ReadOnlySpan<JournalField> Fields { get; init; } = default;

    /// <summary>When, microseconds since 1970; 0: now.</summary>
    public long RealtimeUs { get; init; } = 0;

    /// <summary>Which process; 0: unknown.</summary>
    public int Pid { get; init; } = 0;

    /// <summary>0 emerg to 7 debug.</summary>
    public byte Priority { get; init; } = 6;

    /// <summary>syslog's facility, 0 to 23; journald gives 3 (daemon) to what services print.</summary>
    public byte Facility { get; init; } = 3;

    /// <summary>The way it came.</summary>
    public JournalStream Stream { get; init; } = JournalStream.Stdout;

    /// <summary>Why the line ended without a newline.</summary>
    public LineBreak LineBreak { get; init; } = LineBreak.None;
}

/// <summary>What takes records.</summary>
internal interface IJournalSink
{
    /// <summary>Takes a record; what it refers to may change after the call.</summary>
    void Append(in JournalRecord record);
}
