using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>The shared memory segments of a session, and who has attached them.</summary>
/// <remarks>
/// Who has attached what is not kept but asked: /proc/PID/maps shows each mapping of a segment's file, whatever fork,
/// exec, munmap, mremap and mprotect have made of it, and the kernel counts attachments by mappings, too (shm_open,
/// shm_close, ipc/shm.c). What is kept is which processes may have some.
/// </remarks>
internal sealed class Segments : IGuestObserver
{
    public const int Limit = 4096; // SHMMNI

    private readonly HashSet<int> _users = [];
    private readonly List<int> _former = [];
    private readonly Mappings _mappings = new();
    private bool _hasDoomed;

    public IpcTable<SharedSegment> Table { get; } = new(Limit);

    /// <summary>The segment of an id, unless its last user has gone.</summary>
    public SharedSegment? Find(int id)
    {
        RemoveUnused();
        return Table.Find(id);
    }

    /// <summary>A process has mapped a segment.</summary>
    public void Attach(SharedSegment segment, int process)
    {
        _users.Add(process);
        segment.AttachedBy(process);
    }

    /// <summary>How many times a segment is attached.</summary>
    public ulong CountAttached(SharedSegment segment)
    {
        ulong count = 0;
        foreach (int process in _users)
        {
            bool uses = false;
            for (bool found = _mappings.Read(process); found && _mappings.TryNext(out Mapping mapping);)
            {
                count += segment.IsMappedBy(mapping) ? 1UL : 0;
                uses |= FindMapped(mapping) is not null;
            }

            if (!uses)
            {
                _former.Add(process);
            }
        }

        foreach (int process in _former)
        {
            _users.Remove(process);
        }

        _former.Clear();
        return count;
    }

    /// <summary>
    /// The first piece that is left of an attachment which began at <paramref name="address"/>: other pieces of the same
    /// segment follow where the guest has unmapped, or mapped over, parts between.
    /// </summary>
    /// <param name="process">Whose.</param>
    /// <param name="address">Where it was attached.</param>
    /// <param name="known">The segment, if one of its pieces has been found before.</param>
    /// <param name="piece">The piece.</param>
    public SharedSegment? FindPiece(int process, ulong address, SharedSegment? known, out Mapping piece)
    {
        piece = default;
        for (bool found = _mappings.Read(process); found && _mappings.TryNext(out piece);)
        {
            if (piece.Start - address == piece.Offset && FindMapped(piece) is { } segment && (known ?? segment) == segment)
            {
                return segment;
            }
        }

        return null;
    }

    /// <summary>IPC_RMID: nobody finds it by its key any more, and it goes with its last user.</summary>
    public void Doom(SharedSegment segment)
    {
        segment.Mode |= SysShm.SHM_DEST;
        segment.Key = SysIpc.IPC_PRIVATE;
        _hasDoomed = true;
        RemoveUnused();
    }

    /// <summary>Removes what is doomed and has no user any more.</summary>
    public void RemoveUnused()
    {
        if (!_hasDoomed)
        {
            return;
        }

        _hasDoomed = false;
        for (int i = Table.HighestIndex; i >= 0; i--)
        {
            if (Table.At(i) is { IsDoomed: true } segment)
            {
                RemoveIfUnused(segment);
            }
        }
    }

    public void Born(in Birth birth)
    {
        if (birth.Process != birth.ParentProcess && !birth.SharesMemory && _users.Contains(birth.ParentProcess))
        {
            _users.Add(birth.Process);
        }
    }

    public void Executed(int index) => RemoveUnused();

    public void Died(int index, int process)
    {
        if (process != 0 && _users.Remove(process))
        {
            RemoveUnused();
        }
    }

    private void RemoveIfUnused(SharedSegment segment)
    {
        if (CountAttached(segment) > 0)
        {
            _hasDoomed = true;
            return;
        }

        Table.Remove(segment);
        Unistd.close(segment.Descriptor);
    }

    private SharedSegment? FindMapped(in Mapping mapping)
    {
        foreach (SharedSegment? segment in Table.All)
        {
            if (segment is not null && segment.IsMappedBy(mapping))
            {
                return segment;
            }
        }

        return null;
    }
}
