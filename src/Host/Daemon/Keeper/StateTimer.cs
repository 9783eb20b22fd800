using Ptracer.Host.Posix;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>The one time limit that runs at a moment.</summary>
internal sealed class StateTimer(IServiceHost host)
{
    private EventLoop.Timer? _timer;

    /// <summary>Whether it runs.</summary>
    public bool IsArmed => _timer is { IsCancelled: false };

    /// <summary>Has something done when a time is over, unless it is armed or disarmed before.</summary>
    public void Arm(UnitTime time, Action due)
    {
        _timer?.Cancel();
        _timer = time.IsInfinite ? null : host.After((long)Math.Min(time.Microseconds / 1000, long.MaxValue / 4), due);
    }

    /// <summary>Stops it.</summary>
    public void Disarm()
    {
        _timer?.Cancel();
        _timer = null;
    }
}
