using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>A set of System V semaphores, and who waits for them.</summary>
internal sealed class SemaphoreSet(int key, int flags, in IpcCaller creator, int count) : IpcObject(key, flags, creator)
{
    /// <summary>The greatest value of a semaphore: SEMVMX.</summary>
    public const int Largest = 32767;

    private readonly Semaphore[] _semaphores = new Semaphore[count];
    private readonly List<SemaphoreSleep> _waiting = [];

    public int Count => _semaphores.Length;

    public long OperationTime { get; set; }

    public ref Semaphore this[int number] => ref _semaphores[number];

    public void Wait(SemaphoreSleep sleep) => _waiting.Add(sleep);

    public void Leave(SemaphoreSleep sleep) => _waiting.Remove(sleep);

    /// <summary>How many calls wait for a semaphore to grow.</summary>
    public int WaitingForMore(int number) =>
        _waiting.FindAll(sleep => sleep.Blocking.sem_num == number && sleep.Blocking.sem_op < 0).Count;

    /// <summary>How many calls wait for a semaphore to be zero.</summary>
    public int WaitingForZero(int number) =>
        _waiting.FindAll(sleep => sleep.Blocking.sem_num == number && sleep.Blocking.sem_op == 0).Count;

    /// <summary>
    /// Does all operations of a call, or none: 0; -EAGAIN, where one must wait, and which; or -ERANGE. They are done one
    /// after the other, each on what the one before has left.
    /// </summary>
    public long TryOperate(ReadOnlySpan<SysSem.sembuf> operations, int process, UndoList? undo, out SysSem.sembuf blocking)
    {
        for (int i = 0; i < operations.Length; i++)
        {
            long result = TryOperate(operations[i], undo);
            if (result != 0)
            {
                blocking = operations[i];
                TakeBack(operations[..i], undo);
                return result;
            }
        }

        foreach (SysSem.sembuf operation in operations)
        {
            _semaphores[operation.sem_num].LastProcess = process;
        }

        OperationTime = Now;
        blocking = default;
        return 0;
    }

    /// <summary>Values have changed: does what waits and is possible now, the oldest first, until nothing is.</summary>
    public void Serve(Sleeps sleeps)
    {
        for (int i = 0; i < _waiting.Count; i++)
        {
            SemaphoreSleep sleep = _waiting[i];
            long result = sleep.TryOperate();
            if (result != -(long)Errno.EAGAIN)
            {
                _waiting.RemoveAt(i);
                sleeps.Wake(sleep, result);
                i = sleep.Alters && result == 0 ? -1 : i - 1;
            }
        }
    }

    /// <summary>The set is removed: all who wait get EIDRM.</summary>
    public void Dismiss(Sleeps sleeps)
    {
        foreach (SemaphoreSleep sleep in _waiting)
        {
            sleeps.Wake(sleep, -(long)Errno.EIDRM);
        }

        _waiting.Clear();
    }

    private long TryOperate(in SysSem.sembuf operation, UndoList? undo)
    {
        ref Semaphore semaphore = ref _semaphores[operation.sem_num];
        int value = semaphore.Value + operation.sem_op;
        if ((operation.sem_op == 0 && semaphore.Value != 0) || value < 0)
        {
            return -(long)Errno.EAGAIN;
        }

        if (value > Largest || (Undoes(operation) && !undo!.TryAdd(operation.sem_num, -operation.sem_op)))
        {
            return -(long)Errno.ERANGE;
        }

        semaphore.Value = value;
        return 0;
    }

    private void TakeBack(ReadOnlySpan<SysSem.sembuf> operations, UndoList? undo)
    {
        foreach (SysSem.sembuf operation in operations)
        {
            _semaphores[operation.sem_num].Value -= operation.sem_op;
            if (Undoes(operation))
            {
                undo!.TakeBack(operation.sem_num, -operation.sem_op);
            }
        }
    }

    private static bool Undoes(in SysSem.sembuf operation) => operation.sem_op != 0 && (operation.sem_flg & SysSem.SEM_UNDO) != 0;
}

/// <summary>One semaphore.</summary>
internal struct Semaphore
{
    public int Value;

    /// <summary>The process that has operated on it last; 0: none.</summary>
    public int LastProcess;
}
