using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>Who is traced by whom, as /proc/PID/status says (proc_pid_status(5), TracerPid).</summary>
internal static class TracedProcesses
{
    /// <summary>The processes that a tracer traces.</summary>
    public static IReadOnlyList<int> Of(int tracer)
    {
        List<int> traced = [];
        foreach ((int process, int by) in All())
        {
            if (by == tracer)
            {
                traced.Add(process);
            }
        }

        return traced;
    }

    /// <summary>Every traced process that we may look at, with its tracer.</summary>
    /// <param name="except">Processes that are known not to be traced, which saves a look at each.</param>
    public static IEnumerable<(int Process, int Tracer)> All(IReadOnlySet<int>? except = null)
    {
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(directory.AsSpan("/proc/".Length), out int process) && except?.Contains(process) != true &&
                Processes.TracerOf(process) is > 0 and int tracer)
            {
                yield return (process, tracer);
            }
        }
    }
}
