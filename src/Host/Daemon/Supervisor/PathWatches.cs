using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Posix;
using Ptracer.Units;
using JobMode = Ptracer.Host.Daemon.Control.JobMode;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// The active path units of a guest: systemd.path(5). Once a second each path that is watched is looked at, which works on
/// every file system and under every policy; nothing is looked at while no path unit waits.
/// </summary>
internal sealed class PathWatches(GuestManager manager)
{
    private const int LookEveryMs = 1000;

    private readonly Dictionary<UnitRuntime, string> _waiting = [];
    private EventLoop.Timer? _timer;

    /// <summary>Makes a path unit active.</summary>
    public void Start(UnitRuntime unit)
    {
        if (unit.Unit.Path!.MakeDirectory)
        {
            foreach (PathWatch watch in unit.Unit.Path.Watches)
            {
                manager.Files.MakeDirectory(watch.Path, (UnixFileMode)(unit.Unit.Path.DirectoryMode & 0xfff));
            }
        }

        manager.Moved(unit, "active", "waiting", "success");
        Wait(unit);
    }

    /// <summary>Makes it inactive.</summary>
    public void Stop(UnitRuntime unit)
    {
        _waiting.Remove(unit);
        manager.Moved(unit, "inactive", "dead", "success");
    }

    /// <summary>A unit has moved; path units that wait for its end look again.</summary>
    public void UnitMoved(UnitRuntime moved)
    {
        foreach (string id in moved.By(DependencyKind.Triggers).ToArray())
        {
            if (moved.IsInactive && manager.Units.Find(id) is { Unit.Path: not null, SubState: "running" } path)
            {
                manager.Moved(path, "active", "waiting", "success");
                Wait(path);
            }
        }
    }

    private void Wait(UnitRuntime unit)
    {
        _waiting[unit] = Fingerprint(unit);
        if (unit.Unit.Path!.Watches.Any(IsThere))
        {
            manager.Loop.Post(() => Trigger(unit));
        }

        Arm();
    }

    private void Arm()
    {
        if (_timer is null or { IsCancelled: true } && _waiting.Count > 0)
        {
            _timer = manager.Loop.After(LookEveryMs, Look);
        }
    }

    private void Look()
    {
        foreach ((UnitRuntime unit, string before) in _waiting.ToArray())
        {
            if (unit.Unit.Path!.Watches.Any(IsThere) || Fingerprint(unit) != before)
            {
                Trigger(unit);
            }
        }

        _timer = null;
        Arm();
    }

    private void Trigger(UnitRuntime unit)
    {
        if (!_waiting.Remove(unit))
        {
            return;
        }

        manager.Moved(unit, "active", "running", "success");
        UnitRuntime triggered = manager.Units.Get(unit.Unit.Triggers!);
        string? problem = manager.Requests.Add(triggered, JobType.Start, JobMode.Replace, (result, _) =>
        {
            if (result is not ("done" or "skipped"))
            {
                manager.Moved(unit, "failed", "failed", "unit-start-limit-hit");
            }
            else if (triggered.IsInactive && unit.SubState == "running")
            {
                manager.Moved(unit, "active", "waiting", "success");
                Wait(unit);
            }
        });
        if (problem is not null)
        {
            manager.Moved(unit, "failed", "failed", "resources");
        }
    }

    private bool IsThere(PathWatch watch) => watch.Kind switch
    {
        PathWatchKind.Exists => manager.Files.KindOf(watch.Path) != FileKind.Missing,
        PathWatchKind.ExistsGlob => GuestGlob.Matches(manager.Files, watch.Path).Any(),
        PathWatchKind.DirectoryNotEmpty => manager.Files.List(watch.Path).Count > 0,
        _ => false,
    };

    /// <summary>What PathChanged= and PathModified= compare: time, size and names.</summary>
    private string Fingerprint(UnitRuntime unit) => string.Concat(unit.Unit.Path!.Watches
        .Where(watch => watch.Kind is PathWatchKind.Changed or PathWatchKind.Modified)
        .Select(watch => manager.Files.HostPath(watch.Path) is { } host && Path.Exists(host)
            ? $"{File.GetLastWriteTimeUtc(host).Ticks} {(File.Exists(host) ? new FileInfo(host).Length : 0)};"
            : ";"));
}
