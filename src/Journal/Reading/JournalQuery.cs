namespace Ptracer.Journal.Reading;

/// <summary>Which records; what is not given does not matter.</summary>
internal sealed record JournalQuery
{
    /// <summary>The units, as names or patterns with <c>*</c>, <c>?</c> and <c>[...]</c>; empty: all.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>Not before, microseconds since 1970.</summary>
    public long? SinceUs { get; init; }

    /// <summary>Not after, microseconds since 1970.</summary>
    public long? UntilUs { get; init; }

    /// <summary>The boot.</summary>
    public JournalId? Boot { get; init; }

    /// <summary>The most urgent priority, 0 emerg to 7 debug.</summary>
    public int LowestPriority { get; init; }

    /// <summary>The least urgent priority.</summary>
    public int HighestPriority { get; init; } = 7;

    /// <summary>The facilities; empty: all.</summary>
    public IReadOnlyList<int> Facilities { get; init; } = [];

    /// <summary>The identifiers; empty: all.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];

    /// <summary>The processes; empty: all.</summary>
    public IReadOnlyList<int> Pids { get; init; } = [];

    /// <summary>What the message must hold.</summary>
    public MessagePattern? Grep { get; init; }

    /// <summary>What else the record must be; null: nothing.</summary>
    public Func<JournalEntry, bool>? Match { get; init; }

    /// <summary>A cursor's place to start at, or behind.</summary>
    public JournalKey? From { get; init; }

    /// <summary>Whether the record of <see cref="From"/> itself is left out.</summary>
    public CursorStart Start { get; init; }
}

/// <summary>Where reading from a cursor starts.</summary>
internal enum CursorStart
{
    /// <summary>With its record.</summary>
    At,

    /// <summary>With the record behind it.</summary>
    After,
}
