using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Tests.Http.Fake;

/// <summary>Journals in memory; a cursor is an entry's number.</summary>
internal sealed class FakeJournal : IJournalControl
{
    private readonly FakeDaemon _daemon;
    private readonly Dictionary<string, List<JournalEntryInfo>> _entries = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeJournal(FakeDaemon daemon)
    {
        _daemon = daemon;
        Say("debian", "cups.service", 6, "Started CUPS Scheduler.");
        Say("debian", "avahi-daemon.service", 6, "Server startup complete. Host name is debian.local.");
        Say("debian", "cron.service", 5, "(CRON) INFO (Running @reboot jobs)");
        Say("debian", "redis-server.service", 3, "Could not create server TCP listening socket 127.0.0.1:6379: Address already in use");
        Say("debian", "redis-server.service", 4, "redis-server.service: Start request repeated too quickly.");
        Say("debian", "cups.service", 7, "Loaded configuration file \"/etc/cups/cupsd.conf\"");
    }

    /// <summary>The last request.</summary>
    public JournalRequest? LastRequest { get; private set; }

    /// <summary>When set, reading fails in the middle, after this many entries.</summary>
    public int? FailAfter { get; set; }

    public void Say(string guest, string unit, int priority, string message)
    {
        TaskCompletionSource said;
        lock (_lock)
        {
            if (!_entries.TryGetValue(guest, out var entries))
            {
                entries = _entries[guest] = [];
            }

            entries.Add(new(
                $"s{entries.Count + 1}", FakeDaemon.Epoch.AddSeconds(entries.Count), unit, unit.Split('.')[0], 100, priority, message));
            said = _said;
            _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        said.SetResult();
    }

    public async IAsyncEnumerable<JournalEntryInfo> Read(
        string guest, JournalRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        _ = _daemon.FakeGuests.Find(guest);
        LastRequest = request;
        var next = Position(request.AfterCursor);
        var pattern = Pattern(request.Grep);
        var given = 0;
        while (true)
        {
            List<JournalEntryInfo> entries;
            Task said;
            lock (_lock)
            {
                var all = _entries.GetValueOrDefault(guest) ?? [];
                entries = [.. all.Skip(next).Where(entry => Matches(entry, request, pattern))];
                next = all.Count;
                said = _said.Task;
            }

            foreach (var entry in given == 0 && request.Lines is { } lines ? entries.TakeLast(lines) : entries)
            {
                given++;
                yield return given > FailAfter ? throw new InvalidOperationException("secret") : entry;
            }

            if (!request.Follow)
            {
                yield break;
            }

            await said.WaitAsync(cancel);
        }
    }

    public long DiskUsage(string guest)
    {
        _ = _daemon.FakeGuests.Find(guest);
        return 8 << 20;
    }

    private static int Position(string? cursor)
    {
        if (cursor is null)
        {
            return 0;
        }

        return cursor.StartsWith('s') && int.TryParse(cursor.AsSpan(1), out var number) && number >= 0
            ? number
            : throw new ControlException(ControlError.Invalid, "not a cursor of this journal");
    }

    private static Regex? Pattern(string? grep)
    {
        try
        {
            return grep is null ? null : new Regex(grep, RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            throw new ControlException(ControlError.Invalid, "grep: not a regular expression");
        }
    }

    private static bool Matches(JournalEntryInfo entry, JournalRequest request, Regex? pattern) =>
        (request.Units.Count == 0 || request.Units.Contains(entry.Unit))
        && (request.Priority is not { } priority || entry.Priority <= priority)
        && (request.Since is not { } since || entry.Time >= since)
        && (request.Until is not { } until || entry.Time <= until)
        && (pattern is null || pattern.IsMatch(entry.Message));
}
