namespace Ptracer.Journal;

/// <summary>How much a journal may hold, and how it is written.</summary>
internal sealed record JournalLimits
{
    /// <summary>A segment is ended when it would pass this, bytes.</summary>
    public long SegmentBytes { get; init; } = 8 << 20;

    /// <summary>All segments of a unit, bytes; the oldest are removed, never the one being written.</summary>
    public long UnitBytes { get; init; } = 128 << 20;

    /// <summary>All segments of a guest, bytes.</summary>
    public long GuestBytes { get; init; } = 1L << 30;

    /// <summary>Messages longer than this are split, bytes.</summary>
    public int MessageBytes { get; init; } = 1 << 20;

    /// <summary>How long after a write it shall be on disk, ms.</summary>
    public int SyncDelayMs { get; init; } = 1000;
}
