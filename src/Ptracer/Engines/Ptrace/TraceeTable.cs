using Ptracer.Engines.Shim;
using Ptracer.Guest;

namespace Ptracer.Engines.Ptrace;

/// <summary>The tracees of a session: births, execs and deaths, and what they share.</summary>
internal sealed class TraceeTable
{
    private readonly Staging _staging;
    private readonly Dictionary<int, Tracee> _byTid = [];
    private readonly Dictionary<int, GuestProcess> _processes = [];
    private readonly List<IGuestObserver> _observers = [];
    private readonly Stack<int> _freeIndexes = new();
    private int _nextIndex;

    public TraceeTable(Staging staging)
    {
        _staging = staging;
        All = _byTid.Values;
    }

    public int Count => _byTid.Count;

    /// <summary>Made once: the first use would allocate.</summary>
    public Dictionary<int, Tracee>.ValueCollection All { get; }

    public void Observe(IGuestObserver observer) => _observers.Add(observer);

    public Tracee? Find(int tid) => _byTid.GetValueOrDefault(tid);

    public GuestProcess? FindProcess(int tgid) => _processes.GetValueOrDefault(tgid);

    /// <summary>A thread of a process; if it has none, any tracee. There must be one.</summary>
    public Tracee FindRelative(int process)
    {
        Tracee? any = null;
        foreach (Tracee tracee in All)
        {
            if (tracee.Tgid == process)
            {
                return tracee;
            }

            any ??= tracee;
        }

        return any!;
    }

    public bool IsRunning(ulong device, ulong inode)
    {
        foreach (GuestProcess process in _processes.Values)
        {
            if (process.Program is { } program && program.Device == device && program.Inode == inode)
            {
                return true;
            }
        }

        return false;
    }

    public Tracee AddFirst(int tid, ProgramFile? program) =>
        Add(tid, new GuestProcess(tid, program), new AddressSpace(), -1, 0, Kinship.None);

    /// <summary>A child or thread of <paramref name="parent"/>.</summary>
    public Tracee AddChild(int tid, Tracee parent, Kinship kinship)
    {
        bool sharesProcess = (kinship & Kinship.SameProcess) != 0;
        GuestProcess process = sharesProcess ? parent.Process : new GuestProcess(tid, parent.Process.Program?.Share());
        AddressSpace space = (kinship & Kinship.SameMemory) != 0 ? parent.Space.Share() : parent.Space.Copy();
        return Add(tid, process, space, parent.Index, parent.Tgid, kinship);
    }

    /// <summary>After an exec: the thread that called it has its process's id now, and memory of its own.</summary>
    public Tracee Renew(int tid, int formerTid)
    {
        if (formerTid != tid && _byTid.TryGetValue(formerTid, out Tracee? caller))
        {
            if (_byTid.TryGetValue(tid, out Tracee? leader))
            {
                Remove(leader);
            }

            _byTid.Remove(formerTid);
            caller.Tid = tid;
            _byTid[tid] = caller;
        }

        Tracee tracee = _byTid[tid];
        tracee.LeaveSpace();
        tracee.Space = new AddressSpace();
        foreach (IGuestObserver observer in _observers)
        {
            observer.Executed(tracee.Index);
        }

        return tracee;
    }

    public void Remove(Tracee tracee)
    {
        _byTid.Remove(tracee.Tid);
        tracee.LeaveSpace();
        tracee.Exec?.Free();
        tracee.Exec = null;
        if (--tracee.Process.Threads == 0)
        {
            _processes.Remove(tracee.Process.Tgid);
            tracee.Process.Program?.Release();
            tracee.Process.Program = null;
        }

        foreach (IGuestObserver observer in _observers)
        {
            observer.Died(tracee.Index, tracee.Process.Threads == 0 ? tracee.Tgid : 0);
        }

        _freeIndexes.Push(tracee.Index);
    }

    private Tracee Add(int tid, GuestProcess process, AddressSpace space, int parentIndex, int parentProcess, Kinship kinship)
    {
        int index = _freeIndexes.Count > 0 ? _freeIndexes.Pop() : _nextIndex++;
        Tracee tracee = new(tid, process, space, index, _staging);
        process.Threads++;
        _byTid[tid] = tracee;
        _processes[process.Tgid] = process;
        Birth birth = new(
            index,
            process.Tgid,
            parentIndex,
            parentProcess,
            SharesMemory: (kinship & Kinship.SameMemory) != 0,
            SharesDirectory: (kinship & Kinship.SameDirectory) != 0);
        foreach (IGuestObserver observer in _observers)
        {
            observer.Born(birth);
        }

        return tracee;
    }
}

/// <summary>What a new tracee shares with its maker (clone(2)).</summary>
[System.Flags]
internal enum Kinship
{
    None = 0,
    SameMemory = 1,
    SameProcess = 2,
    SameDirectory = 4,
    SameDescriptors = 8,
    Thread = SameMemory | SameProcess | SameDescriptors,
}
