namespace Ptracer.Journal.Reading;

/// <summary>
/// Reads a journal and then waits for more: new records, new segments, new units. Each record comes once; those of one
/// unit in order, those of several as they are found. For one thread, which sleeps while nothing happens.
/// </summary>
internal sealed class JournalFollower : IDisposable
{
    private readonly string _directory;
    private readonly DirectoryWatch _watch = new();
    private readonly JournalReader _reader;
    private bool _isDirectoryWatched;

    /// <summary>Opens a guest's journal, which need not exist yet.</summary>
    /// <param name="journalDirectory">The guest's journal.</param>
    /// <param name="query">Which records.</param>
    /// <param name="tail">Start with the last so many of the present ones; null: with all.</param>
    /// <exception cref="PtracerException">It cannot be read, or the user's limits of watches are reached.</exception>
    public JournalFollower(string journalDirectory, JournalQuery query, int? tail)
    {
        _directory = journalDirectory.TrimEnd('/');
        // Watched first, read afterwards: what comes in between is seen twice, by the watch and by the read.
        WatchDirectory();
        _reader = new JournalReader(_directory, query);
        foreach (string unit in _reader.UnitDirectories)
        {
            _watch.TryAdd(unit);
        }

        if (tail is { } count)
        {
            _reader.SeekTail(count);
        }
        else
        {
            _reader.Refresh();
        }
    }

    /// <summary>The next record if there is one now.</summary>
    public JournalEntry? TryNext() => _reader.Next();

    /// <summary>The next record; waits for it. Null: cancelled.</summary>
    public JournalEntry? Next(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            if (_reader.Next() is { } entry)
            {
                return entry;
            }

            using CancellationTokenRegistration registration = cancel.Register(_watch.Wake);
            HashSet<string> changed = [];
            bool isWhole = _watch.Wait(changed);
            Update(isWhole ? changed : null);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _watch.Dispose();
    }

    private void Update(HashSet<string>? changed)
    {
        if (!_isDirectoryWatched)
        {
            WatchDirectory();
            changed = null;
        }

        if (changed is null || changed.Contains(_directory))
        {
            foreach (string unit in _reader.FindUnits())
            {
                _watch.TryAdd(unit);
                changed?.Add(unit);
            }
        }

        _reader.Refresh(changed);
    }

    // The directory, or until it is there, the nearest one above it.
    private void WatchDirectory()
    {
        string? directory = _directory;
        while (!string.IsNullOrEmpty(directory))
        {
            if (_watch.TryAdd(directory))
            {
                // What is made below it while it is not watched yet would be missed.
                string? below = directory == _directory ? null : Below(directory);
                if (below is null || !Directory.Exists(below))
                {
                    _isDirectoryWatched = directory == _directory;
                    return;
                }

                directory = _directory;
                continue;
            }

            directory = Path.GetDirectoryName(directory);
        }

        _isDirectoryWatched = _watch.TryAdd(_directory);
    }

    private string Below(string parent)
    {
        int start = parent.EndsWith('/') ? parent.Length : parent.Length + 1;
        int end = _directory.IndexOf('/', start);
        return end < 0 ? _directory : _directory[..end];
    }
}
