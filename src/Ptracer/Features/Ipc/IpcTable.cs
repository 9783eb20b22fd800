using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>All objects of one kind, by id, index and key.</summary>
/// <typeparam name="T">Their kind.</typeparam>
/// <param name="limit">How many there may be.</param>
internal sealed class IpcTable<T>(int limit)
    where T : IpcObject
{
    private readonly List<T?> _objects = [];
    private int _sequence;
    private int _lastIndex = -1;

    public int Count { get; private set; }

    /// <summary>The greatest index in use; 0 if none is, as the *ctl calls return it.</summary>
    public int HighestIndex => Math.Max(0, _objects.FindLastIndex(static one => one is not null));

    /// <summary>All of them; what is null is not there.</summary>
    public List<T?> All => _objects;

    /// <summary>The object of an id, or null.</summary>
    public T? Find(int id) => id >= 0 && At(IpcId.IndexOf(id)) is { } found && found.Id == id ? found : null;

    public T? At(int index) => (uint)index < (uint)_objects.Count ? _objects[index] : null;

    /// <summary>The rules of a get call for keys and flags (sysvipc(7)).</summary>
    /// <param name="key">The key.</param>
    /// <param name="flags">IPC_CREAT, IPC_EXCL, and more.</param>
    /// <param name="found">What has the key; null: one is to be made, unless there is an error.</param>
    /// <returns>ENOENT, EEXIST, or none.</returns>
    public Errno Look(int key, int flags, out T? found)
    {
        found = key == SysIpc.IPC_PRIVATE ? null : _objects.Find(one => one?.Key == key);
        bool creates = key == SysIpc.IPC_PRIVATE || (flags & SysIpc.IPC_CREAT) != 0;
        return found is null ? creates ? Errno.None : Errno.ENOENT
            : creates && (flags & SysIpc.IPC_EXCL) != 0 ? Errno.EEXIST
            : Errno.None;
    }

    /// <summary>Takes in a new object: its id, or -ENOSPC.</summary>
    public long Add(T added)
    {
        if (Count == limit)
        {
            return -(long)Errno.ENOSPC;
        }

        int index = _objects.IndexOf(null);
        if (index < 0)
        {
            index = _objects.Count;
            _objects.Add(null);
        }

        _sequence += index <= _lastIndex ? 1 : 0; // or an id would soon be another object's
        _lastIndex = index;
        _objects[index] = added;
        Count++;
        return added.Id = IpcId.Of(index, _sequence);
    }

    public void Remove(T removed)
    {
        _objects[IpcId.IndexOf(removed.Id)] = null;
        Count--;
    }
}
