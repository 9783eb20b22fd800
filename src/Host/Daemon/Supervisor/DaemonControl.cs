using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>The daemon: the guests and their managers, all on one loop in a thread of its own.</summary>
internal sealed class DaemonControl : IDaemonControl, IDisposable
{
    private readonly EventLoop _loop = new(DaemonFailures.Survives);
    private readonly Thread _thread;
    private readonly StateFeed _changes = new();
    private readonly ResourceControl _resources;
    private readonly Dictionary<string, GuestManager> _managers = new(StringComparer.Ordinal);

    /// <summary>Knows the guests; nothing runs before <see cref="Start()"/>.</summary>
    public DaemonControl(GuestStore store)
    {
        Store = store;
        Guests = new GuestControl(this);
        Units = new UnitControl(this);
        Journal = new JournalControl(store);
        _resources = new ResourceControl(this);
        Exec = new ExecControl(store);
        _thread = new Thread(_loop.Run) { Name = "units", IsBackground = true };
    }

    /// <summary>The guests on disk.</summary>
    public GuestStore Store { get; }

    /// <summary>The loop of all managers.</summary>
    public EventLoop Loop => _loop;

    /// <summary>A guest has been booted: its own socket is wanted.</summary>
    public event Action<StoredGuest>? Booted;

    /// <inheritdoc/>
    public IGuestControl Guests { get; }

    /// <inheritdoc/>
    public IUnitControl Units { get; }

    /// <inheritdoc/>
    public IJournalControl Journal { get; }

    /// <inheritdoc/>
    public IResourceControl Resources => _resources;

    /// <inheritdoc/>
    public IExecControl Exec { get; }

    /// <inheritdoc/>
    public IReadOnlyList<DoctorFinding> Doctor() => Ptracer.Doctor.Examine(null);

    /// <summary>Takes over what runs, and boots the guests that shall be.</summary>
    public void Start()
    {
        Store.Sweep();
        _thread.Start();
        _loop.Post(() =>
        {
            foreach (string name in Store.Names(DaemonFailures.Report))
            {
                _loop.Post(() => Start(name)); // a call each: a guest that cannot be started concerns no other
            }
        });
    }

    private void Start(string name)
    {
        GuestManager manager = Manager(name);
        if (manager.Boot.IsRunning)
        {
            Booted?.Invoke(manager.Guest);
        }
        else if (manager.Guest.Settings.Autostart)
        {
            Booted?.Invoke(manager.Guest);
            manager.Life.Start((_, _) => { });
        }
    }

    /// <summary>The manager of a guest; only on the loop.</summary>
    /// <exception cref="ControlException">There is no such guest.</exception>
    public GuestManager Manager(string name)
    {
        StoredGuest guest = Store.Open(name);
        if (!_managers.TryGetValue(name, out GuestManager? manager))
        {
            _managers.Add(name, manager = new GuestManager(_loop, guest, Tell));
            manager.Life.TakeOver(); // before anything is asked of it: it must know what runs
        }

        manager.Renew(guest);
        return manager;
    }

    /// <summary>The managers there are; only on the loop.</summary>
    public IReadOnlyCollection<GuestManager> Managers => _managers.Values;

    /// <summary>Forgets a guest's manager; only on the loop.</summary>
    public void Forget(string name) => _managers.Remove(name);

    /// <summary>Says that a guest boots; only on the loop.</summary>
    public void SayBooted(StoredGuest guest) => Booted?.Invoke(guest);

    /// <inheritdoc/>
    public IAsyncEnumerable<StateChange> Watch(CancellationToken cancel) => _changes.Watch(cancel);

    /// <summary>Tells a change to all who watch.</summary>
    public void Tell(StateChange change)
    {
        _loop.Post(_resources.Resume);
        _changes.Tell(change);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loop.Post(_loop.Stop);
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _loop.Dispose();
    }
}
