namespace Ptracer.Features.Ipc;

/// <summary>What a process's end does to the semaphores of a set: the sum of all it has done with SEM_UNDO (semop(2)).</summary>
/// <param name="process">The process.</param>
/// <param name="set">The set.</param>
internal sealed class UndoList(int process, SemaphoreSet set)
{
    private readonly int[] _adjustments = new int[set.Count];

    public int Process { get; } = process;

    public SemaphoreSet Set { get; } = set;

    /// <summary>False: it would grow over what is allowed (SEMAEM).</summary>
    public bool TryAdd(int number, int adjustment)
    {
        int sum = _adjustments[number] + adjustment;
        bool isAllowed = sum is >= -SemaphoreSet.Largest - 1 and <= SemaphoreSet.Largest;
        _adjustments[number] = isAllowed ? sum : _adjustments[number];
        return isAllowed;
    }

    public void TakeBack(int number, int adjustment) => _adjustments[number] -= adjustment;

    /// <summary>The semaphore was set: there is nothing to undo any more.</summary>
    public void Clear(int number) => _adjustments[number] = 0;

    /// <summary>The process has ended. No value becomes negative, or too great.</summary>
    public void Apply()
    {
        for (int i = 0; i < _adjustments.Length; i++)
        {
            if (_adjustments[i] != 0)
            {
                ref Semaphore semaphore = ref Set[i];
                semaphore.Value = Math.Clamp(semaphore.Value + _adjustments[i], 0, SemaphoreSet.Largest);
                semaphore.LastProcess = Process;
            }
        }

        Set.OperationTime = IpcObject.Now;
    }
}
