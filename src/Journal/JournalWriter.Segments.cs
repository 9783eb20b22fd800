using Ptracer.Journal.Store;
using Ptracer.Linux;

namespace Ptracer.Journal;

/// <content>The segments of the unit: which one is written, and which ones go.</content>
internal sealed partial class JournalWriter
{
    private const int DirectoryMode = 0x1e8; // rwxr-x---

    /// <summary>Removes the oldest segments until the limits hold.</summary>
    public void Vacuum()
    {
        JournalVacuum.TrimUnit(_directory, _limits.UnitBytes);
        JournalVacuum.BySize(_guestDirectory, _limits.GuestBytes);
    }

    /// <summary>Ends the present segment of a unit that nobody writes.</summary>
    /// <returns>False: somebody does.</returns>
    public static bool TryRotate(string unitDirectory)
    {
        string unit = UnitDirectoryName.Unescape(Path.GetFileName(unitDirectory));
        JournalId boot;
        using (JournalFile? held = JournalFile.OpenToAppend($"{unitDirectory}/{SegmentFormat.LockName}", out _))
        {
            // Only under the lock: a segment without its header yet must not be taken for a crash's.
            if (held is null || held.TryLock() != Errno.None)
            {
                return false;
            }

            boot = SegmentTail.Find(unitDirectory).Header.Boot;
            held.Unlock();
        }

        JournalWriter writer = new(Path.GetDirectoryName(unitDirectory)!, unit, boot, new JournalLimits());
        Errno error = writer.Attach();
        if (error == Errno.None)
        {
            writer.Rotate();
        }

        writer.Dispose();
        return error != Errno.EAGAIN;
    }

    // Locks the unit's directory and finds where to go on.
    private Errno Attach()
    {
        foreach (string directory in (string[])[_guestDirectory, _directory])
        {
            if (MakeDirectory(directory) is not (Errno.None or Errno.EEXIST) and Errno made)
            {
                return made;
            }
        }

        JournalFile? attached = JournalFile.OpenToAppend($"{_directory}/{SegmentFormat.LockName}", out Errno error);
        error = attached?.TryLock() ?? error;
        if (error != Errno.None)
        {
            attached?.Dispose();
            return error;
        }

        _lock = attached;
        GoOn();
        return Errno.None;
    }

    private void GoOn()
    {
        SegmentTail tail = SegmentTail.Find(_directory);
        _nextSequence = Math.Max(_nextSequence, tail.NextSequence);
        _lastRealtimeUs = Math.Max(_lastRealtimeUs, tail.LastRealtimeUs);
        _stream = tail.Header.Stream == default ? JournalId.Random() : tail.Header.Stream;
        if (tail.IsSound)
        {
            _segment = SegmentWriter.Continue(_directory, tail, out _);
        }

        if (_segment is not null && tail.Header.Boot != _boot)
        {
            // Cut and whole, but of another boot.
            _segment.Dispose();
            _segment = null;
        }

        if (_segment is null && tail.NextSequence == tail.Name)
        {
            // It is empty, and its name is taken.
            _nextSequence++;
        }
    }

    private Errno StartSegment(in SegmentHeader header)
    {
        SegmentWriter? next = SegmentWriter.Create(_directory, header, out Errno error);
        if (next is null)
        {
            return error;
        }

        Retire(_segment);
        _segment = next;
        JournalFile.Remove($"{_directory}/{SegmentFormat.RotateName}");
        Vacuum();
        return Errno.None;
    }

    private bool IsRotationWanted() => JournalFile.SizeOf($"{_directory}/{SegmentFormat.RotateName}") >= 0;

    private static unsafe Errno MakeDirectory(string path)
    {
        fixed (byte* name = HostText.WithNul(path))
        {
            return Raw.ErrnoOf(Stat.mkdirat(Fcntl.AT_FDCWD, name, DirectoryMode));
        }
    }
}
