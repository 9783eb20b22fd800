namespace Ptracer.Engines.Ptrace;

/// <summary>Counts of a session, shown at its end when PTRACER_STATS is set.</summary>
internal sealed class SessionStatistics
{
    private long _allocatedAtStart;
    private int _collectionsAtStart;

    /// <summary>Stops of tracees.</summary>
    public long Stops { get; set; }

    /// <summary>Stops at a system call of the table.</summary>
    public long Calls { get; set; }

    /// <summary>Bytes that the tracer's thread allocated while it traced.</summary>
    public long AllocatedBytes { get; private set; }

    public int Collections { get; private set; }

    public void Start()
    {
        _allocatedAtStart = GC.GetAllocatedBytesForCurrentThread();
        _collectionsAtStart = GC.CollectionCount(0);
    }

    public void Stop()
    {
        AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - _allocatedAtStart;
        Collections = GC.CollectionCount(0) - _collectionsAtStart;
    }
}
