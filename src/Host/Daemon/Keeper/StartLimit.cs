using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>StartLimitIntervalSec= and StartLimitBurst=: how often a unit may be started.</summary>
internal sealed class StartLimit(UnitTime interval, uint burst)
{
    private readonly List<long> _starts = [];

    /// <summary>When it was started, milliseconds of the clock that is given to <see cref="Allows"/>.</summary>
    public IReadOnlyList<long> Starts => _starts;

    /// <summary>Starts that somebody else has counted.</summary>
    public void Add(IEnumerable<long> starts) => _starts.AddRange(starts);

    /// <summary>Forgets all starts (systemctl reset-failed).</summary>
    public void Reset() => _starts.Clear();

    /// <summary>Counts a start; false: it is one too many.</summary>
    public bool Allows(long nowMs)
    {
        if (interval.IsZero || burst == 0)
        {
            return true;
        }

        long span = interval.IsInfinite ? long.MaxValue : (long)(interval.Microseconds / 1000);
        _starts.RemoveAll(start => nowMs - start >= span || start > nowMs); // later ones are of an earlier boot of the host
        if (_starts.Count >= burst)
        {
            return false;
        }

        _starts.Add(nowMs);
        return true;
    }
}
