using Ptracer.Host.Daemon.Keeper;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// What services of a guest that stops have left running, as KillMode=process lets them: it ends with the guest, as on a
/// machine that shuts down (systemd-shutdown(8)): SIGTERM, and SIGKILL for what goes on.
/// </summary>
internal sealed class Leftovers(GuestManager manager)
{
    private const int LookAgainMs = 50;
    private const int PatienceMs = 5000;

    /// <summary>Ends them.</summary>
    /// <param name="done">Called when none is left.</param>
    public void End(Action done)
    {
        foreach (int process in Tracers().SelectMany(TracedProcesses.Of))
        {
            Processes.Signal(process, Signals.Terminate);
        }

        Await(0, done);
    }

    private void Await(int waitedMs, Action done)
    {
        int[] tracers = Tracers();
        if (tracers.Length == 0 || waitedMs > 2 * PatienceMs)
        {
            done();
            return;
        }

        if (waitedMs >= PatienceMs)
        {
            foreach (int tracer in tracers)
            {
                Processes.Signal(tracer, Signals.Kill); // nothing that it traces outlives it
            }
        }

        manager.Loop.After(LookAgainMs, () => Await(waitedMs + LookAgainMs, done));
    }

    private int[] Tracers() => [.. manager.Units.All.SelectMany(unit => (unit.Snapshot?.Tracers ?? []).Where(tracer => IsTracer(tracer, unit.Id)))];

    // The number may be another process's by now.
    private static bool IsTracer(int process, string unit)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Contains($"\0session\0{unit}\0", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
