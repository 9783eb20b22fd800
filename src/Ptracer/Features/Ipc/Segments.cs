using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>The shared memory segments of a session, and who has attached them.</summary>
/// <remarks>
/// How often a segment is attached is not kept but asked: /proc/PID/maps shows each mapping of its file, whatever fork,
/// exec, munmap, mremap and mprotect have made of it, and the kernel counts attachments by mappings, too (shm_open,
/// shm_close, ipc/shm.c). What is kept is which processes may have some.
/// </remarks>
internal sealed class Segments : IGuestObserver
{
    public const int Limit = 4096; // SHMMNI

    private readonly Dictionary<int, HashSet<SharedSegment>> _users = [];
    private readonly Mappings _mappings = new();
    private int[] _processByThread = new int[64];
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
        if (!_users.TryGetValue(process, out HashSet<SharedSegment>? attached))
        {
            _users[process] = attached = [];
        }

        attached.Add(segment);
        segment.AttachedBy(process);
    }

    /// <summary>How many times a segment is attached.</summary>
    public ulong CountAttached(SharedSegment segment)
    {
        ulong all = 0;
        foreach ((int process, HashSet<SharedSegment> attached) in _users)
        {
            ulong count = attached.Contains(segment) ? CountMapped(process, segment) : 0;
            all += count;
            if (count == 0)
            {
                attached.Remove(segment);
            }
        }

        return all;
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
        bool hadDoomed = _hasDoomed;
        _hasDoomed = false;
        for (int i = hadDoomed ? Table.HighestIndex : -1; i >= 0; i--)
        {
            if (Table.At(i) is not { IsDoomed: true } segment)
            {
                continue;
            }

            if (CountAttached(segment) > 0)
            {
                _hasDoomed = true;
                continue;
            }

            Table.Remove(segment);
            Unistd.close(segment.Descriptor);
        }
    }

    public void Born(in Birth birth)
    {
        if (birth.Index >= _processByThread.Length)
        {
            Array.Resize(ref _processByThread, Math.Max(birth.Index + 1, _processByThread.Length * 2));
        }

        _processByThread[birth.Index] = birth.Process;
        bool hasOwnMemory = birth.Process != birth.ParentProcess && !birth.SharesMemory;
        if (hasOwnMemory && _users.TryGetValue(birth.ParentProcess, out HashSet<SharedSegment>? attached))
        {
            _users[birth.Process] = [.. attached];
            foreach (SharedSegment segment in attached)
            {
                segment.AttachedBy(birth.ParentProcess);
            }
        }
    }

    public void Executed(int index) => DetachAll(_processByThread[index]);

    public void Died(int index, int process) => DetachAll(process);

    private void DetachAll(int process)
    {
        if (_users.Remove(process, out HashSet<SharedSegment>? attached))
        {
            foreach (SharedSegment segment in attached)
            {
                segment.DetachedBy(process);
            }

            RemoveUnused();
        }
    }

    private ulong CountMapped(int process, SharedSegment segment)
    {
        ulong count = 0;
        for (bool found = _mappings.Read(process); found && _mappings.TryNext(out Mapping mapping);)
        {
            count += segment.IsMappedBy(mapping) ? 1UL : 0;
        }

        return count;
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
