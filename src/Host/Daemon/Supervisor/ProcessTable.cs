using System.Globalization;
using System.Text;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>What a group of processes uses.</summary>
/// <param name="MemoryBytes">Resident memory.</param>
/// <param name="CpuNanoseconds">CPU time so far.</param>
/// <param name="Tasks">Threads.</param>
/// <param name="Processes">Processes.</param>
internal sealed record ProcessSum(long MemoryBytes, long CpuNanoseconds, int Tasks, int Processes);

/// <summary>The traced processes of this machine at one moment, read from /proc once: proc_pid_stat(5).</summary>
internal sealed class ProcessTable
{
    private const long NanosecondsPerTick = 1_000_000_000 / 100; // USER_HZ is 100 on every architecture ptracer knows

    private readonly List<ProcessEntry> _entries = [];

    /// <summary>The processes.</summary>
    public IReadOnlyList<ProcessEntry> Entries => _entries;

    /// <summary>Reads all of it.</summary>
    public static ProcessTable Read() => Read(static _ => true, null);

    /// <summary>Reads what there is of some tracers.</summary>
    /// <param name="tracers">These.</param>
    /// <param name="except">Processes that are known not to be traced.</param>
    public static ProcessTable Read(IReadOnlyList<int> tracers, IReadOnlySet<int> except) =>
        tracers.Count == 0 ? new() : Read(tracers.Contains, except);

    private static ProcessTable Read(Func<int, bool> isWanted, IReadOnlySet<int>? except)
    {
        ProcessTable table = new();
        foreach ((int process, int tracer) in Keeper.TracedProcesses.All(except))
        {
            if (isWanted(tracer) && Entry(process, tracer) is { } entry)
            {
                table._entries.Add(entry);
            }
        }

        return table;
    }

    /// <summary>What the tracees of some tracers use together.</summary>
    public ProcessSum SumOf(IReadOnlyList<int> tracers)
    {
        ProcessEntry[] entries = [.. _entries.Where(entry => tracers.Contains(entry.Tracer))];
        return new ProcessSum(
            entries.Sum(entry => entry.MemoryBytes),
            entries.Sum(entry => entry.CpuNanoseconds),
            entries.Sum(entry => entry.Threads),
            entries.Length);
    }

    private static ProcessEntry? Entry(int process, int tracer)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            int open = stat.IndexOf('(');
            int close = stat.LastIndexOf(')');
            string[] fields = stat[(close + 2)..].Split(' ');
            string command = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/cmdline")).TrimEnd('\0').Replace('\0', ' ');
            return new ProcessEntry(
                process,
                (int)Number(fields, 1),
                tracer,
                command.Length > 0 ? command : $"[{stat[(open + 1)..close]}]",
                fields[0][0],
                Number(fields, 21) * Environment.SystemPageSize,
                (Number(fields, 11) + Number(fields, 12)) * NanosecondsPerTick,
                (int)Number(fields, 17),
                Number(fields, 19));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return null; // it ended meanwhile
        }
    }

    private static long Number(string[] fields, int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);
}

/// <summary>A traced process.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Parent">Its parent's.</param>
/// <param name="Tracer">Who traces it.</param>
/// <param name="Command">Its command line, or its name in brackets.</param>
/// <param name="State">The kernel's letter.</param>
/// <param name="MemoryBytes">Resident memory.</param>
/// <param name="CpuNanoseconds">CPU time.</param>
/// <param name="Threads">Threads.</param>
/// <param name="StartTicks">When it started, hundredths of a second since the host's boot.</param>
internal sealed record ProcessEntry(
    int Pid, int Parent, int Tracer, string Command, char State, long MemoryBytes, long CpuNanoseconds, int Threads, long StartTicks);
