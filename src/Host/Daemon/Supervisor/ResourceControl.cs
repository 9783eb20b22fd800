using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// Processes and resources of guests. Samples are taken only while units of a guest run, one each five seconds: the daemon
/// wakes up for nothing else when it idles.
/// </summary>
internal sealed class ResourceControl(DaemonControl daemon) : IResourceControl
{
    /// <summary>How often is measured.</summary>
    private const int SampleEveryMs = 5000;

    private const int FineSamples = 120;
    private const int CoarseSamples = 1440;
    private const int FinePerCoarse = 12;

    private readonly Dictionary<string, GuestHistory> _histories = new(StringComparer.Ordinal);
    private bool _isSampling; // on the loop

    /// <inheritdoc/>
    public IReadOnlyList<GuestProcessInfo> Processes(string guest) => daemon.Loop.Call<IReadOnlyList<GuestProcessInfo>>(() =>
    {
        GuestManager manager = daemon.Manager(guest);
        Dictionary<int, string> units = UnitsByTracer(manager);
        DateTimeOffset boot = DateTimeOffset.UtcNow - BootClock.Now;
        return [.. ProcessTable.Read().Entries.Where(entry => units.ContainsKey(entry.Tracer)).Select(entry => new GuestProcessInfo(
            entry.Pid,
            entry.Parent,
            units[entry.Tracer],
            entry.Command,
            entry.State,
            entry.MemoryBytes,
            entry.CpuNanoseconds,
            entry.Threads,
            boot + TimeSpan.FromMilliseconds(entry.StartTicks * 10)))];
    }).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public IReadOnlyList<ResourceSample> History(string guest) => daemon.Loop.Call<IReadOnlyList<ResourceSample>>(() =>
    {
        daemon.Store.Open(guest);
        return _histories.TryGetValue(guest, out GuestHistory? history) ? [.. history.Coarse, .. history.Fine] : [];
    }).GetAwaiter().GetResult();

    /// <summary>Something of a guest has changed: a unit may run. On the loop.</summary>
    public void Resume()
    {
        if (!_isSampling)
        {
            _isSampling = true;
            daemon.Loop.After(SampleEveryMs, Sample);
        }
    }

    private void Sample()
    {
        _isSampling = false;
        ProcessTable? table = null;
        foreach (GuestManager manager in daemon.Managers)
        {
            int[] tracers = [.. UnitsByTracer(manager).Keys];
            if (tracers.Length > 0)
            {
                ProcessSum sum = (table ??= ProcessTable.Read()).SumOf(tracers);
                if (!_histories.TryGetValue(manager.Guest.Name, out GuestHistory? history))
                {
                    _histories.Add(manager.Guest.Name, history = new GuestHistory());
                }

                history.Add(sum);
                Resume();
            }
        }
    }

    private static Dictionary<int, string> UnitsByTracer(GuestManager manager) => manager.Units.All
        .Where(unit => unit.Keeper is not null && unit.Snapshot is not null)
        .SelectMany(unit => unit.Snapshot!.Tracers.Select(tracer => (tracer, unit.Id)))
        .DistinctBy(pair => pair.tracer)
        .ToDictionary(pair => pair.tracer, pair => pair.Id);

    private sealed class GuestHistory
    {
        private readonly Queue<ResourceSample> _fine = new();
        private readonly Queue<ResourceSample> _coarse = new();
        private long _lastCpu;
        private DateTimeOffset? _last;
        private int _count;

        public IEnumerable<ResourceSample> Fine => _fine;

        public IEnumerable<ResourceSample> Coarse => _coarse.Where(sample => _fine.Count == 0 || sample.Time < _fine.Peek().Time);

        public void Add(ProcessSum sum)
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            double spanNs = _last is { } last ? (now - last).TotalNanoseconds : 0;
            ResourceSample sample = new(
                now, spanNs > 0 ? Math.Max(0, sum.CpuNanoseconds - _lastCpu) / spanNs : 0, sum.MemoryBytes, sum.Processes);
            (_last, _lastCpu) = (now, sum.CpuNanoseconds);
            Keep(_fine, sample, FineSamples);
            if (_count++ % FinePerCoarse == 0)
            {
                Keep(_coarse, sample, CoarseSamples);
            }
        }

        private static void Keep(Queue<ResourceSample> samples, ResourceSample sample, int most)
        {
            samples.Enqueue(sample);
            if (samples.Count > most)
            {
                samples.Dequeue();
            }
        }
    }
}
