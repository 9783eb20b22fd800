using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Journal.Reading;
using Ptracer.Journal.Store;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>The journals of guests for the daemon's clients.</summary>
internal sealed class JournalControl(GuestStore store) : IJournalControl
{
    private const int Ahead = 256;

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalEntryInfo> Read(
        string guest, JournalRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        string directory = store.Open(guest).JournalPath;
        JournalQuery query = Query(request);
        if (!request.Follow)
        {
            using JournalReader reader = new(directory, query);
            if (request.Lines is { } lines)
            {
                reader.SeekTail(lines);
            }

            while (!cancel.IsCancellationRequested && reader.Next() is { } entry)
            {
                yield return Info(entry);
            }

            yield break;
        }

        // The follower sleeps in the kernel: it has a thread of its own while somebody follows.
        Channel<JournalEntry> entries = Channel.CreateBounded<JournalEntry>(Ahead);
        Thread thread = new(() => Follow(directory, query, request.Lines, entries.Writer, cancel)) { IsBackground = true, Name = "follow" };
        thread.Start();
        await foreach (JournalEntry entry in entries.Reader.ReadAllAsync(cancel))
        {
            yield return Info(entry);
        }
    }

    /// <inheritdoc/>
    public long DiskUsage(string guest) => JournalVacuum.UsageBytes(store.Open(guest).JournalPath);

    private static JournalQuery Query(JournalRequest request)
    {
        try
        {
            return new JournalQuery
            {
                Units = request.Units,
                SinceUs = request.Since is { } since ? Us(since) : null,
                UntilUs = request.Until is { } until ? Us(until) : null,
                HighestPriority = request.Priority ?? 7,
                Grep = request.Grep is { } pattern ? new MessagePattern(pattern, CaseRule.Smart) : null,
                From = request.AfterCursor is { } cursor
                    ? JournalCursor.TryParse(cursor, out JournalKey key)
                        ? key
                        : throw new ControlException(ControlError.Invalid, $"cursor {cursor}: not one of a journal; take it from an entry")
                    : null,
                Start = CursorStart.After,
            };
        }
        catch (PtracerException wrong)
        {
            throw new ControlException(ControlError.Invalid, wrong.Message);
        }
    }

    private static long Us(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static JournalEntryInfo Info(JournalEntry entry) => new(
        entry.Cursor,
        entry.Time,
        entry.Unit,
        Encoding.UTF8.GetString(entry.Identifier),
        entry.Pid,
        entry.Priority,
        Encoding.UTF8.GetString(entry.Message));

    private static void Follow(
        string directory, JournalQuery query, int? lines, ChannelWriter<JournalEntry> entries, CancellationToken cancel)
    {
        try
        {
            using JournalFollower follower = new(directory, query, lines);
            while (follower.Next(cancel) is { } entry)
            {
                entries.WriteAsync(entry, cancel).AsTask().GetAwaiter().GetResult();
            }

            entries.Complete();
        }
        catch (Exception end) when (end is OperationCanceledException or PtracerException)
        {
            entries.Complete(end is OperationCanceledException ? null : end);
        }
    }
}
