using Ptracer.Host.Posix;
using Ptracer.Units;
using JobMode = Ptracer.Host.Daemon.Control.JobMode;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>The active timers of a guest, and when each elapses next: systemd.timer(5). One timer of the loop serves all.</summary>
internal sealed class TimerSchedule(GuestManager manager)
{
    private const string StampDirectory = "/var/lib/systemd/timers";
    private const int LongestWaitMs = 60_000; // clocks are set: a calendar time is looked at again before long

    private readonly HashSet<UnitRuntime> _active = [];
    private EventLoop.Timer? _next;

    /// <summary>Makes a timer active.</summary>
    public void Start(UnitRuntime unit)
    {
        unit.LastTrigger ??= ReadStamp(unit);
        unit.ActiveSince = DateTimeOffset.UtcNow;
        _active.Add(unit);
        manager.Moved(unit, "active", "waiting", "success");
        Compute(unit);
        Arm();
    }

    /// <summary>A timer that was active under an earlier daemon counts on from where it was.</summary>
    public void Resume(UnitRuntime unit, ActiveUnit before)
    {
        unit.LastTrigger = before.Triggered ?? ReadStamp(unit);
        _active.Add(unit);
        manager.Moved(unit, "active", "waiting", "success");
        unit.ActiveSince = before.Since ?? unit.ActiveSince;
        Compute(unit);
        Arm();
    }

    /// <summary>Makes it inactive.</summary>
    public void Stop(UnitRuntime unit)
    {
        _active.Remove(unit);
        unit.NextElapseUs = null;
        manager.Moved(unit, "inactive", "dead", "success");
        Arm();
    }

    /// <summary>Computes all again: files or states have changed.</summary>
    public void Recompute()
    {
        foreach (UnitRuntime unit in _active)
        {
            Compute(unit);
        }

        Arm();
    }

    /// <summary>A unit has moved; timers that wait for its end, or count from it, are computed again.</summary>
    public void UnitMoved(UnitRuntime moved)
    {
        foreach (UnitRuntime timer in _active.Where(timer => timer.Unit.Triggers == moved.Id).ToArray())
        {
            if (moved.IsInactive && timer.SubState == "running")
            {
                manager.Moved(timer, "active", "waiting", "success");
            }

            Compute(timer);
        }

        Arm();
    }

    private static long NowUs => ToUs(DateTimeOffset.UtcNow);

    private static long ToUs(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private void Compute(UnitRuntime unit)
    {
        if (unit.Unit.Timer is not { } timer || unit.SubState == "running")
        {
            unit.NextElapseUs = null;
            return;
        }

        long? next = null;
        foreach (TimerValue value in timer.Values)
        {
            if (Elapses(unit, timer, value) is { } time && (next is null || time < next))
            {
                next = time;
            }
        }

        if (next is { } found && timer.RandomizedDelay.Microseconds is > 0 and ulong delay)
        {
            long most = (long)Math.Min(delay, long.MaxValue / 4);
            next = found + (timer.FixedRandomDelay ? StableHash.Of(unit.Id) % most : Random.Shared.NextInt64(most));
        }

        unit.NextElapseUs = next;
        if (next is null && unit.SubState == "waiting" && timer.Values.Count > 0 && unit.LastTrigger is not null)
        {
            manager.Moved(unit, "active", "elapsed", "success");
        }
    }

    private long? Elapses(UnitRuntime unit, TimerUnit timer, TimerValue value)
    {
        if (value.Calendar is { } calendar)
        {
            TimeZoneData zone = TimeZoneData.Find(new GuestUnitFiles(manager.Files), calendar.TimeZone ?? "localtime") ?? TimeZoneData.Utc;
            DateTimeOffset from = timer.Persistent && unit.LastTrigger is { } last ? last : unit.LastTrigger ?? DateTimeOffset.UtcNow;
            return calendar.Next(Math.Max(ToUs(from), timer.Persistent ? 0 : NowUs), zone);
        }

        UnitRuntime? other = unit.Unit.Triggers is { } name ? manager.Units.Find(name) : null;
        DateTimeOffset? start = value.Base switch
        {
            TimerBase.Active => unit.ActiveSince,
            TimerBase.Boot or TimerBase.Startup => manager.Boot.Started,
            // A oneshot unit is never active: its start counts, and so does what this timer did itself.
            TimerBase.UnitActive => Later(other?.StartedSince, unit.LastTrigger),
            _ => Later(other?.InactiveSince, unit.LastTrigger),
        };
        if (start is not { } since || value.Time.IsInfinite)
        {
            return null;
        }

        long time = ToUs(since) + (long)Math.Min(value.Time.Microseconds, long.MaxValue / 4);
        return unit.LastTrigger is { } triggered && time <= ToUs(triggered) ? null : time;
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    private void Arm()
    {
        _next?.Cancel();
        long? first = _active.Min(unit => unit.NextElapseUs);
        if (first is { } time)
        {
            _next = manager.Loop.After(Math.Clamp((time - NowUs + 999) / 1000, 0, LongestWaitMs), Elapse);
        }
    }

    private void Elapse()
    {
        long now = NowUs;
        foreach (UnitRuntime timer in _active.Where(unit => unit.NextElapseUs <= now).ToArray())
        {
            timer.LastTrigger = DateTimeOffset.UtcNow;
            timer.NextElapseUs = null;
            WriteStamp(timer);
            manager.Life.Save();
            manager.Moved(timer, "active", "running", "success");
            UnitRuntime unit = manager.Units.Get(timer.Unit.Triggers!);
            string? problem = manager.Requests.Add(unit, JobType.Start, JobMode.Replace, (_, _) =>
            {
                if (unit.IsInactive && timer.SubState == "running")
                {
                    manager.Moved(timer, "active", "waiting", "success");
                    Recompute();
                }
            });
            if (problem is not null)
            {
                _active.Remove(timer);
                manager.Moved(timer, "failed", "failed", "resources");
            }
        }

        Arm();
    }

    private DateTimeOffset? ReadStamp(UnitRuntime unit) =>
        unit.Unit.Timer is { Persistent: true } && manager.Files.HostPath($"{StampDirectory}/stamp-{unit.Id}") is { } path && File.Exists(path)
            ? File.GetLastWriteTimeUtc(path)
            : null;

    private void WriteStamp(UnitRuntime unit)
    {
        if (unit.Unit.Timer is { Persistent: true })
        {
            manager.Files.MakeDirectory(StampDirectory);
            manager.Files.Write($"{StampDirectory}/stamp-{unit.Id}", []);
        }
    }
}
