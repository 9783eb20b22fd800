using System.Diagnostics.CodeAnalysis;

namespace Ptracer.Guest;

/// <summary>Who sleeps, by thread, and who is to be woken.</summary>
internal sealed class Sleeps : IGuestObserver
{
    private readonly Queue<int> _woken = new();
    private Sleep?[] _byThread = new Sleep?[64];

    /// <summary>What a thread waits for; null: nothing.</summary>
    public Sleep? this[int index] => _byThread[index];

    public void Begin(IGuest guest, Sleep sleep) => _byThread[guest.Index] = sleep;

    /// <summary>The call has a result; the engine is told to get its thread out of the kernel.</summary>
    public void Wake(Sleep sleep, long result)
    {
        sleep.Result = result;
        _woken.Enqueue(sleep.Tid);
    }

    /// <summary>A thread that sleeps no longer, each once.</summary>
    public bool TryTakeWoken(out int tid) => _woken.TryDequeue(out tid);

    /// <summary>The thread of a sleep goes on: what it waited for is forgotten.</summary>
    public bool TryEnd(int index, [NotNullWhen(true)] out Sleep? sleep)
    {
        sleep = _byThread[index];
        _byThread[index] = null;
        if (sleep is { Result: null })
        {
            sleep.Leave();
        }

        return sleep is not null;
    }

    public void Born(in Birth birth)
    {
        if (birth.Index >= _byThread.Length)
        {
            Array.Resize(ref _byThread, Math.Max(birth.Index + 1, _byThread.Length * 2));
        }
    }

    public void Executed(int index)
    {
    }

    public void Died(int index, int process) => TryEnd(index, out _);
}
