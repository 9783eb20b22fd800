using Ptracer.Linux;

namespace Ptracer.Journal.Store;

/// <summary>What is to be got to disk.</summary>
/// <param name="Retired">Segments that are done with; they are closed.</param>
/// <param name="Present">The one being written, or null.</param>
/// <param name="Directory">The unit's directory when it has new names, or null.</param>
internal sealed record SyncWork(SegmentWriter[] Retired, SegmentWriter? Present, string? Directory)
{
    /// <summary>Waits for the disk; the first error.</summary>
    public Errno Run()
    {
        Errno error = Errno.None;
        foreach (SegmentWriter segment in Retired)
        {
            error = First(error, segment.Sync());
            segment.Dispose();
        }

        error = First(error, Present?.Sync() ?? Errno.None);
        return First(error, Directory is null ? Errno.None : JournalFile.SyncDirectory(Directory));
    }

    private static Errno First(Errno first, Errno second) => first == Errno.None ? second : first;
}
