using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Tests.Http.Fake;

/// <summary>A daemon in memory: two guests with units, journals and samples; what is asked of it, it does at once.</summary>
internal sealed class FakeDaemon : IDaemonControl
{
    private readonly List<Channel<StateChange>> _watchers = [];
    private readonly Lock _lock = new();

    public FakeDaemon()
    {
        FakeGuests = new FakeGuests(this);
        FakeUnits = new FakeUnits(this);
        FakeJournal = new FakeJournal(this);
        FakeExec = new FakeExec(this);
        Resources = new FakeResources(this);
    }

    public static DateTimeOffset Epoch { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public FakeGuests FakeGuests { get; }

    public FakeUnits FakeUnits { get; }

    public FakeJournal FakeJournal { get; }

    public FakeExec FakeExec { get; }

    public IGuestControl Guests => FakeGuests;

    public IUnitControl Units => FakeUnits;

    public IJournalControl Journal => FakeJournal;

    public IResourceControl Resources { get; }

    public IExecControl Exec => FakeExec;

    /// <summary>How many clients watch.</summary>
    public int Watchers
    {
        get
        {
            lock (_lock)
            {
                return _watchers.Count;
            }
        }
    }

    public IReadOnlyList<DoctorFinding> Doctor() =>
    [
        new("kernel", DoctorSeverity.Good, "Linux 6.1 traps system calls by seccomp"),
        new("openat2", DoctorSeverity.Note, "paths are resolved by openat2(2)"),
        new("memfd", DoctorSeverity.Degraded, "anonymous files may not be executed here",
            "copy the loader to a place that may: ptracer loader PATH, and pass --loader PATH"),
    ];

    public async IAsyncEnumerable<StateChange> Watch([EnumeratorCancellation] CancellationToken cancel)
    {
        var channel = Channel.CreateUnbounded<StateChange>();
        lock (_lock)
        {
            _watchers.Add(channel);
        }

        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancel))
            {
                yield return change;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel);
            }
        }
    }

    /// <summary>Tells every watcher of a change.</summary>
    public void Tell(string guest, string? unit, string active, string sub)
    {
        lock (_lock)
        {
            _watchers.ForEach(watcher => watcher.Writer.TryWrite(new(guest, unit, active, sub, DateTimeOffset.UtcNow)));
        }
    }
}
