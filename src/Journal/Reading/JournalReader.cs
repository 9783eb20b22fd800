using System.Text;
using Ptracer.Journal.Store;

namespace Ptracer.Journal.Reading;

/// <summary>
/// Reads the records of a guest that a query asks for, merged from its units by time. For one thread. It holds one open
/// segment and one buffer of 64 KiB a unit, however long the journal is.
/// </summary>
internal sealed class JournalReader : IDisposable
{
    private static readonly Comparer<JournalKey> s_newestFirst = Comparer<JournalKey>.Create((one, other) => other.CompareTo(one));

    private readonly string _directory;
    private readonly JournalQuery _query;
    private readonly byte[][] _identifiers;
    private readonly Dictionary<string, UnitCursor> _units = [];
    private PriorityQueue<UnitCursor, JournalKey> _queue = new();
    private readonly HashSet<UnitCursor> _exhausted = [];

    /// <summary>Opens a guest's journal, before the first record that the query asks for.</summary>
    /// <param name="journalDirectory">The guest's journal; one that is not there is empty.</param>
    /// <param name="query">Which records.</param>
    public JournalReader(string journalDirectory, JournalQuery query)
    {
        _directory = journalDirectory;
        _query = query;
        _identifiers = [.. query.Identifiers.Select(Encoding.UTF8.GetBytes)];
        FindUnits();
        SeekStart();
    }

    /// <summary>The directories of the units that are read.</summary>
    public IEnumerable<string> UnitDirectories => _units.Keys;

    /// <summary>The names of all units that have a journal.</summary>
    public static IReadOnlyList<string> UnitNames(string journalDirectory) =>
    [
        .. JournalVacuum.UnitDirectories(journalDirectory)
            .Select(path => UnitDirectoryName.Unescape(Path.GetFileName(path)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The next record, or null: there is none yet. After a <see cref="Refresh"/> there may be.</summary>
    public JournalEntry? Next()
    {
        while (_queue.TryPeek(out UnitCursor? unit, out JournalKey key))
        {
            if (key.RealtimeUs > (_query.UntilUs ?? long.MaxValue))
            {
                return null;
            }

            JournalEntry? entry = IsWanted(unit, key) ? Select(unit) : null;
            _queue.Dequeue();
            Advance(unit);
            if (entry is not null)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>All records from here on.</summary>
    public IEnumerable<JournalEntry> ReadAll()
    {
        while (Next() is { } entry)
        {
            yield return entry;
        }
    }

    /// <summary>All records that the query asks for, newest first. The reader cannot go forward afterwards.</summary>
    public IEnumerable<JournalEntry> ReadBackward()
    {
        _queue = new PriorityQueue<UnitCursor, JournalKey>(s_newestFirst);
        foreach (UnitCursor unit in _units.Values)
        {
            unit.SeekEnd();
            Retreat(unit);
        }

        while (_queue.TryDequeue(out UnitCursor? unit, out JournalKey key))
        {
            if (key.RealtimeUs < (_query.SinceUs ?? 0))
            {
                yield break;
            }

            bool isWanted = key.RealtimeUs <= (_query.UntilUs ?? long.MaxValue) && IsWanted(unit, key);
            JournalEntry? entry = isWanted ? Select(unit) : null;
            Retreat(unit);
            if (entry is not null)
            {
                yield return entry;
            }
        }
    }

    /// <summary>Goes before the last so many records. What it reads is little more than those.</summary>
    /// <returns>How many there are: <paramref name="count"/>, or less.</returns>
    public int SeekTail(int count)
    {
        int found = 0;
        JournalKey? first = null;
        if (count > 0)
        {
            foreach (JournalEntry entry in ReadBackward())
            {
                first = entry.Key;
                if (++found == count)
                {
                    break;
                }
            }
        }

        _queue = new PriorityQueue<UnitCursor, JournalKey>();
        _exhausted.Clear();
        foreach (UnitCursor unit in _units.Values)
        {
            if (first is { } place)
            {
                Seek(unit, place, CursorStart.At);
            }
            else
            {
                unit.SeekEnd();
                Advance(unit);
            }
        }

        return found;
    }

    /// <summary>Looks for units that are new; a following reader does when a directory appears.</summary>
    /// <returns>The directories of those that were found.</returns>
    public IReadOnlyList<string> FindUnits()
    {
        List<string> found = [];
        foreach (string directory in JournalVacuum.UnitDirectories(_directory))
        {
            if (_units.ContainsKey(directory))
            {
                continue;
            }

            UnitCursor unit = new(directory);
            if (_query.Units.Count > 0 && !_query.Units.Any(pattern => pattern == unit.Unit || Glob.Matches(pattern, unit.Unit)))
            {
                unit.Dispose();
                continue;
            }

            _units.Add(directory, unit);
            _exhausted.Add(unit);
            found.Add(directory);
        }

        return found;
    }

    /// <summary>Looks for new records of units that had no more.</summary>
    /// <param name="directories">The directories of the units to look at; null: all.</param>
    public void Refresh(IReadOnlySet<string>? directories = null)
    {
        UnitCursor[] units = [.. _exhausted.Where(unit => directories is null || directories.Contains(unit.Directory))];
        _exhausted.RemoveWhere(unit => directories is null || directories.Contains(unit.Directory));
        foreach (UnitCursor unit in units)
        {
            Advance(unit);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (UnitCursor unit in _units.Values)
        {
            unit.Dispose();
        }
    }

    private void SeekStart()
    {
        long since = _query.SinceUs ?? 0;
        _exhausted.Clear();
        foreach (UnitCursor unit in _units.Values)
        {
            if (_query.From is { } from && from.RealtimeUs >= since)
            {
                Seek(unit, from, _query.Start);
                continue;
            }

            if (since > 0)
            {
                unit.SeekTime(since);
            }

            Advance(unit);
        }
    }

    private void Seek(UnitCursor unit, JournalKey place, CursorStart start)
    {
        int least = start == CursorStart.At ? 0 : 1;
        unit.SeekTime(place.RealtimeUs);
        while (unit.MoveNext())
        {
            if (unit.Key.CompareTo(place) >= least)
            {
                _queue.Enqueue(unit, unit.Key);
                return;
            }
        }

        _exhausted.Add(unit);
    }

    private void Advance(UnitCursor unit)
    {
        if (unit.MoveNext())
        {
            _queue.Enqueue(unit, unit.Key);
        }
        else
        {
            _exhausted.Add(unit);
        }
    }

    private void Retreat(UnitCursor unit)
    {
        if (unit.MovePrevious())
        {
            _queue.Enqueue(unit, unit.Key);
        }
    }

    private bool IsWanted(UnitCursor unit, JournalKey key)
    {
        RecordView record = unit.Current;
        return record.Priority >= _query.LowestPriority
            && record.Priority <= _query.HighestPriority
            && key.RealtimeUs >= (_query.SinceUs ?? 0)
            && (_query.Boot is not { } boot || unit.Header.Boot == boot)
            && IsInRange(key)
            && (_query.Facilities.Count == 0 || _query.Facilities.Contains(record.Facility))
            && (_query.Pids.Count == 0 || _query.Pids.Contains(record.Pid))
            && (_identifiers.Length == 0 || IsOneOf(record.Identifier))
            && (_query.Grep is not { } grep || grep.Find(Encoding.UTF8.GetString(record.Message)) is not null);
    }

    private bool IsInRange(JournalKey key) =>
        _query.From is not { } from || key.CompareTo(from) >= (_query.Start == CursorStart.At ? 0 : 1);

    private JournalEntry? Select(UnitCursor unit)
    {
        JournalEntry entry = unit.Entry;
        return _query.Match is not { } match || match(entry) ? entry : null;
    }

    private bool IsOneOf(ReadOnlySpan<byte> identifier)
    {
        foreach (byte[] wanted in _identifiers)
        {
            if (identifier.SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }
}
