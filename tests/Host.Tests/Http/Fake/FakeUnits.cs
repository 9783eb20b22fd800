using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Tests.Http.Fake;

/// <summary>Units in memory: the same set in every guest.</summary>
internal sealed class FakeUnits(FakeDaemon daemon) : IUnitControl
{
    private readonly Dictionary<string, SortedDictionary<string, UnitInfo>> _guests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _defaults = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The signals sent: unit, number, whom.</summary>
    public List<(string Unit, int Signal, string Whom)> Signals { get; } = [];

    /// <summary>How often unit files were read again.</summary>
    public int Reloads { get; private set; }

    public UnitCounts Count(string guest)
    {
        var units = Units(guest).Values;
        return new(
            units.Count(unit => unit.ActiveState == "active"),
            units.Count(unit => unit.ActiveState == "failed"),
            units.Count(unit => unit.ActiveState == "inactive"));
    }

    public Task<IReadOnlyList<UnitInfo>> List(string guest, CancellationToken cancel)
    {
        _ = daemon.FakeGuests.Find(guest);
        return Task.FromResult<IReadOnlyList<UnitInfo>>([.. Units(guest).Values]);
    }

    public Task<IReadOnlyList<UnitFileInfo>> ListFiles(string guest, CancellationToken cancel)
    {
        _ = daemon.FakeGuests.Find(guest);
        return Task.FromResult<IReadOnlyList<UnitFileInfo>>(
            [.. Units(guest).Values.Select(unit => new UnitFileInfo(unit.Name, unit.UnitFileState, "enabled"))]);
    }

    public Task<UnitInfo> Get(string guest, string unit, CancellationToken cancel) => Task.FromResult(Find(guest, unit));

    public Task<IReadOnlyList<KeyValuePair<string, string>>> Show(string guest, string unit, CancellationToken cancel)
    {
        var info = Find(guest, unit);
        return Task.FromResult<IReadOnlyList<KeyValuePair<string, string>>>(
            [new("Id", info.Name), new("ActiveState", info.ActiveState), new("Description", info.Description)]);
    }

    public Task<IReadOnlyList<UnitText>> Cat(string guest, string unit, CancellationToken cancel)
    {
        var info = Existing(guest, unit);
        return Task.FromResult<IReadOnlyList<UnitText>>(
            [new(info.FragmentPath, $"[Unit]\nDescription={info.Description}\n")]);
    }

    public Task<IReadOnlyList<UnitEdge>> Dependencies(
        string guest, string unit, bool reversed, CancellationToken cancel)
    {
        var info = Existing(guest, unit);
        IReadOnlyList<UnitEdge> edges = (info.Name, reversed) switch
        {
            ("multi-user.target", false) =>
            [
                .. Units(guest).Values.Where(u => u.Name != "multi-user.target").Select(u => new UnitEdge("Wants", u.Name)),
            ],
            (_, true) => [new("WantedBy", "multi-user.target")],
            ("cups.service", _) =>
            [
                new("Requires", "cups.socket"), new("After", "cups.socket"), new("Wants", "avahi-daemon.service"),
                new("After", "network.target"),
            ],
            _ => [new("After", "network.target")],
        };
        return Task.FromResult(edges);
    }

    public Task<IReadOnlyList<VerifyFinding>> Verify(string guest, string unit, CancellationToken cancel)
    {
        var info = Existing(guest, unit);
        return Task.FromResult<IReadOnlyList<VerifyFinding>>(
            [new(info.FragmentPath, 7, "not-honoured", "PrivateTmp=: needs a mount namespace; the guest's /tmp is used")]);
    }

    public Task<JobResult> Run(string guest, string unit, JobKind kind, JobMode mode, CancellationToken cancel)
    {
        var info = Existing(guest, unit);
        if (info.LoadState == "masked")
        {
            throw new ControlException(ControlError.Refused, $"{info.Name}: is masked; unmask it first");
        }

        if (info.Name == "redis-server.service" && kind != JobKind.Stop)
        {
            Change(guest, info with { ActiveState = "failed", SubState = "failed", Result = "exit-code", ExitStatus = 1 });
            throw new ControlException(ControlError.JobFailed, $"{info.Name}: its main process exited with 1; see its journal");
        }

        var isStop = kind == JobKind.Stop;
        Change(guest, info with { ActiveState = isStop ? "deactivating" : "activating", SubState = isStop ? "stop-sigterm" : "start" });
        Change(guest, isStop
            ? info with { ActiveState = "inactive", SubState = "dead", MainPid = 0, MemoryBytes = null, Tasks = null, CpuNanoseconds = null }
            : info with { ActiveState = "active", SubState = "running", MainPid = 4711, MemoryBytes = 12 << 20, Tasks = 3, CpuNanoseconds = 1_500_000_000 });
        daemon.FakeJournal.Say(guest, info.Name, 6, $"{(isStop ? "Stopped" : "Started")} {info.Description}.");
        return Task.FromResult(new JobResult(mode == JobMode.NoBlock ? "queued" : "done", ""));
    }

    public Task Kill(string guest, string unit, int signal, string whom, CancellationToken cancel)
    {
        lock (_lock)
        {
            Signals.Add((Existing(guest, unit).Name, signal, whom));
        }

        return Task.CompletedTask;
    }

    public Task ResetFailed(string guest, string? unit, CancellationToken cancel)
    {
        _ = daemon.FakeGuests.Find(guest);
        var name = unit is null ? null : Existing(guest, unit).Name;
        foreach (var info in Units(guest).Values.Where(u => u.ActiveState == "failed" && (name is null || u.Name == name)).ToList())
        {
            Change(guest, info with { ActiveState = "inactive", SubState = "dead" });
        }

        return Task.CompletedTask;
    }

    public Task<UnitFileChanges> ChangeFiles(
        string guest, UnitFileVerb verb, IReadOnlyList<string> units, bool runtime, CancellationToken cancel)
    {
        List<string> changes = [];
        foreach (var unit in units)
        {
            var info = Existing(guest, unit);
            var (state, text) = verb switch
            {
                UnitFileVerb.Enable or UnitFileVerb.Reenable or UnitFileVerb.Preset =>
                    ("enabled", $"Created symlink /etc/systemd/system/multi-user.target.wants/{info.Name} → {info.FragmentPath}."),
                UnitFileVerb.Mask => ("masked", $"Created symlink /etc/systemd/system/{info.Name} → /dev/null."),
                _ => ("disabled", $"Removed \"/etc/systemd/system/{info.Name}\"."),
            };
            Change(guest, info with
            {
                UnitFileState = runtime ? state + "-runtime" : state,
                LoadState = verb == UnitFileVerb.Mask ? "masked" : "loaded",
            });
            changes.Add(text);
        }

        return Task.FromResult(new UnitFileChanges(changes, true));
    }

    public Task Reload(string guest, CancellationToken cancel)
    {
        _ = daemon.FakeGuests.Find(guest);
        Reloads++;
        return Task.CompletedTask;
    }

    public Task<string> GetDefault(string guest, CancellationToken cancel)
    {
        _ = daemon.FakeGuests.Find(guest);
        return Task.FromResult(_defaults.GetValueOrDefault(guest, "multi-user.target"));
    }

    public Task<UnitFileChanges> SetDefault(string guest, string target, CancellationToken cancel)
    {
        _ = Existing(guest, target);
        lock (_lock)
        {
            _defaults[guest] = target;
        }

        return Task.FromResult(new UnitFileChanges([$"Created symlink /etc/systemd/system/default.target → {target}."], true));
    }

    public void Boot(string guest, bool running)
    {
        foreach (var unit in Units(guest).Values.ToList())
        {
            var runs = running && unit.UnitFileState == "enabled";
            Change(guest, unit with { ActiveState = runs ? "active" : "inactive", SubState = runs ? "running" : "dead" });
        }
    }

    /// <summary>Sets a unit's state and tells those who watch.</summary>
    public void Change(string guest, UnitInfo unit)
    {
        lock (_lock)
        {
            Units(guest)[unit.Name] = unit with { Since = DateTimeOffset.UtcNow };
        }

        daemon.Tell(guest, unit.Name, unit.ActiveState, unit.SubState);
    }

    private static string Whole(string unit) => unit.Contains('.', StringComparison.Ordinal) ? unit : unit + ".service";

    private UnitInfo Find(string guest, string unit)
    {
        _ = daemon.FakeGuests.Find(guest);
        if (unit.Length > 255 || unit.Any(letter => letter is '/' or ' ' || char.IsControl(letter)))
        {
            throw new ControlException(ControlError.Invalid, "not a unit's name; use letters, digits and :-_.@\\");
        }

        lock (_lock)
        {
            return Units(guest).GetValueOrDefault(Whole(unit)) ?? new UnitInfo
            {
                Name = Whole(unit),
                Description = Whole(unit),
                LoadState = "not-found",
                ActiveState = "inactive",
                SubState = "dead",
                UnitFileState = "",
                FragmentPath = "",
            };
        }
    }

    private UnitInfo Existing(string guest, string unit) =>
        Find(guest, unit) is { LoadState: not "not-found" } info
            ? info
            : throw new ControlException(ControlError.NotFound, $"{Whole(unit)}: no such unit in {guest}; see ptracer systemctl list-unit-files");

    private SortedDictionary<string, UnitInfo> Units(string guest)
    {
        lock (_lock)
        {
            if (!_guests.TryGetValue(guest, out var units))
            {
                units = _guests[guest] = Standard(guest == "debian");
            }

            return units;
        }
    }

    private static SortedDictionary<string, UnitInfo> Standard(bool isRunning)
    {
        (string Name, string Description, string Active, string Sub)[] all =
        [
            ("avahi-daemon.service", "Avahi mDNS/DNS-SD Stack", "active", "running"),
            ("cron.service", "Regular background program processing daemon", "active", "running"),
            ("cups.service", "CUPS Scheduler", "active", "running"),
            ("cups.socket", "CUPS Scheduler", "active", "listening"),
            ("logrotate.timer", "Daily rotation of log files", "active", "waiting"),
            ("multi-user.target", "Multi-User System", "active", "active"),
            ("network.target", "Network", "active", "active"),
            ("nginx.service", "A high performance web server and a reverse proxy server", "inactive", "dead"),
            ("redis-server.service", "Advanced key-value store", "failed", "failed"),
            ("ssh.service", "OpenBSD Secure Shell server", "inactive", "dead"),
            (@"getty@tty1.service", "Getty on tty1", "inactive", "dead"),
        ];
        SortedDictionary<string, UnitInfo> units = new(StringComparer.Ordinal);
        foreach (var (name, description, active, sub) in all)
        {
            var runs = isRunning && sub == "running";
            units[name] = new UnitInfo
            {
                Name = name,
                Description = description,
                LoadState = "loaded",
                ActiveState = isRunning ? active : "inactive",
                SubState = isRunning ? sub : "dead",
                UnitFileState = name.EndsWith(".target", StringComparison.Ordinal) ? "static" : active == "active" ? "enabled" : "disabled",
                FragmentPath = $"/lib/systemd/system/{name}",
                MainPid = runs ? 100 + units.Count : 0,
                Since = isRunning && active != "inactive" ? FakeDaemon.Epoch : null,
                MemoryBytes = runs ? (4 + units.Count) << 20 : null,
                CpuNanoseconds = runs ? 2_250_000_000 : null,
                Tasks = runs ? 2 : null,
                Result = "success",
            };
            if (active == "failed")
            {
                units[name] = units[name] with { Result = "exit-code", ExitStatus = 1, Restarts = 5 };
            }
        }

        return units;
    }
}
