using Ptracer.Guest;

namespace Ptracer.Features.Ipc;

/// <summary>The semaphore sets of a session, and what the ends of processes will undo.</summary>
internal sealed class Semaphores(Sleeps sleeps) : IGuestObserver
{
    public const int Limit = 32000; // SEMMNI

    private readonly List<UndoList> _undo = [];

    public IpcTable<SemaphoreSet> Table { get; } = new(Limit);

    /// <summary>How many semaphores there are in all sets.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (SemaphoreSet? set in Table.All)
            {
                count += set?.Count ?? 0;
            }

            return count;
        }
    }

    /// <summary>What a process's end will undo in a set.</summary>
    public UndoList UndoOf(int process, SemaphoreSet set)
    {
        UndoList? undo = _undo.Find(one => one.Process == process && one.Set == set);
        if (undo is null)
        {
            _undo.Add(undo = new UndoList(process, set));
        }

        return undo;
    }

    /// <summary>SETVAL, SETALL: a new value, by the caller, that nobody's end undoes.</summary>
    public void SetValue(SemaphoreSet set, int number, int value, int process)
    {
        set[number] = new Semaphore { Value = value, LastProcess = process };
        foreach (UndoList undo in _undo)
        {
            if (undo.Set == set)
            {
                undo.Clear(number);
            }
        }
    }

    /// <summary>Values of a set have changed.</summary>
    public void Serve(SemaphoreSet set) => set.Serve(sleeps);

    public void Remove(SemaphoreSet set)
    {
        _undo.RemoveAll(one => one.Set == set);
        Table.Remove(set);
        set.Dismiss(sleeps);
    }

    public void Born(in Birth birth)
    {
    }

    public void Executed(int index)
    {
    }

    public void Died(int index, int process)
    {
        for (int i = _undo.Count - 1; i >= 0 && process != 0; i--)
        {
            UndoList undo = _undo[i];
            if (undo.Process == process)
            {
                _undo.RemoveAt(i);
                undo.Apply();
                undo.Set.Serve(sleeps);
            }
        }
    }
}
