using System.Diagnostics;

namespace Ptracer.Engines.Ptrace;

/// <summary>
/// New tracees whose maker has not been heard of: a child may stop before its maker's event, and waits until it is known
/// whose it is.
/// </summary>
/// <remarks>
/// The event never comes if the maker was killed in the middle of its call, or was swept away by another thread's exec.
/// Its death tells that; where /proc names a process that may still report, since the child was given to a reaper
/// (PR_SET_CHILD_SUBREAPER) or has its maker's own parent (CLONE_PARENT), only time does.
/// </remarks>
internal sealed class Strangers(Ticker ticker)
{
    /// <summary>Milliseconds after which no event is expected any more. A maker on its way needs some microseconds.</summary>
    private const int PatienceMs = 100;

    private readonly Dictionary<int, (int Process, long Since)> _waiting = [];

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Those who wait.</summary>
    public Dictionary<int, (int Process, long Since)>.KeyCollection All => _waiting.Keys;

    /// <summary>Lets a stopped newcomer wait for <paramref name="process"/>, which is thought to have made it.</summary>
    public void Add(int tid, int process)
    {
        if (IsEmpty)
        {
            ticker.Start();
        }

        _waiting[tid] = (process, Stopwatch.GetTimestamp());
    }

    /// <summary>It has been adopted, or has died. False if it did not wait.</summary>
    public bool Remove(int tid)
    {
        bool waited = _waiting.Remove(tid);
        if (waited && IsEmpty)
        {
            ticker.Stop();
        }

        return waited;
    }

    /// <summary>One that waits for this process, which is about to be forgotten: its id, or 0.</summary>
    public int FindChildOf(int process)
    {
        foreach ((int tid, (int maker, long _)) in _waiting)
        {
            if (maker == process)
            {
                return tid;
            }
        }

        return 0;
    }

    /// <summary>One that has waited too long, and for whom: its id, or 0.</summary>
    public int FindImpatient(out int process)
    {
        foreach ((int tid, (int maker, long since)) in _waiting)
        {
            if (Stopwatch.GetElapsedTime(since).TotalMilliseconds > PatienceMs)
            {
                process = maker;
                return tid;
            }
        }

        process = 0;
        return 0;
    }
}
