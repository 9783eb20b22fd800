namespace Ptracer.Host.Daemon.Control;

/// <summary>What the services of guests have said.</summary>
internal interface IJournalControl
{
    /// <summary>The entries of a guest that match, oldest first; with Follow, then new ones as they come.</summary>
    IAsyncEnumerable<JournalEntryInfo> Read(string guest, JournalRequest request, CancellationToken cancel);

    /// <summary>Bytes on disk of a guest's journal.</summary>
    long DiskUsage(string guest);
}

/// <summary>Which entries.</summary>
internal sealed record JournalRequest
{
    /// <summary>Only these units; empty: all.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>Not before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Not after.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>At most this syslog priority's number (0 emerg to 7 debug).</summary>
    public int? Priority { get; init; }

    /// <summary>A regular expression that the message matches; all lower case: case does not matter.</summary>
    public string? Grep { get; init; }

    /// <summary>Only the last so many.</summary>
    public int? Lines { get; init; }

    /// <summary>Only after this cursor.</summary>
    public string? AfterCursor { get; init; }

    /// <summary>Go on with new entries.</summary>
    public bool Follow { get; init; }
}

/// <summary>An entry.</summary>
/// <param name="Cursor">Where it is, opaque.</param>
/// <param name="Time">When it arrived.</param>
/// <param name="Unit">Which unit said it.</param>
/// <param name="Identifier">The program's own name for itself (syslog's tag).</param>
/// <param name="Pid">Which process; 0: unknown.</param>
/// <param name="Priority">0 emerg to 7 debug.</param>
/// <param name="Message">The text, without its line end.</param>
internal sealed record JournalEntryInfo(
    string Cursor, DateTimeOffset Time, string Unit, string Identifier, int Pid, int Priority, string Message);
