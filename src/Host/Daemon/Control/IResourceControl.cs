namespace Ptracer.Host.Daemon.Control;

/// <summary>Processes and resources.</summary>
internal interface IResourceControl
{
    /// <summary>The processes of a guest now.</summary>
    IReadOnlyList<GuestProcessInfo> Processes(string guest);

    /// <summary>Samples of a guest's resources, oldest first: one each five seconds of the last ten minutes, one
    /// each minute of the day before; none while nothing of the guest runs.</summary>
    IReadOnlyList<ResourceSample> History(string guest);
}

/// <summary>A process of a guest.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="ParentPid">Its parent's.</param>
/// <param name="Unit">The unit it belongs to, or empty.</param>
/// <param name="Command">Its command line, words joined by spaces; its name in brackets when it has none.</param>
/// <param name="State">The kernel's letter.</param>
/// <param name="MemoryBytes">Resident memory, bytes.</param>
/// <param name="CpuNanoseconds">CPU time so far.</param>
/// <param name="Threads">How many threads.</param>
/// <param name="Started">When it started.</param>
internal sealed record GuestProcessInfo(
    int Pid,
    int ParentPid,
    string Unit,
    string Command,
    char State,
    long MemoryBytes,
    long CpuNanoseconds,
    int Threads,
    DateTimeOffset Started);

/// <summary>What a guest used.</summary>
/// <param name="Time">When it was measured.</param>
/// <param name="CpuShare">CPUs in use since the sample before: 1.0 is one whole CPU.</param>
/// <param name="MemoryBytes">Resident memory of its processes, bytes.</param>
/// <param name="Processes">How many processes.</param>
internal sealed record ResourceSample(DateTimeOffset Time, double CpuShare, long MemoryBytes, int Processes);
