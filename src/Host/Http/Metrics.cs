using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Endpoints;

namespace Ptracer.Host.Http;

/// <summary>The figures of guests and units for Prometheus.</summary>
internal static class Metrics
{
    /// <summary>The media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const double NanosecondsPerSecond = 1e9;

    private static readonly string[] s_states =
        ["active", "reloading", "inactive", "failed", "activating", "deactivating"];

    /// <summary>The whole text.</summary>
    public static async Task<string> Collect(IDaemonControl control, CancellationToken cancel)
    {
        List<(GuestInfo Guest, IReadOnlyList<UnitInfo> Units, long Journal)> guests = [];
        foreach (GuestInfo guest in control.Guests.List())
        {
            try
            {
                guests.Add((guest, await control.Units.List(guest.Name, cancel), control.Journal.DiskUsage(guest.Name)));
            }
            catch (ControlException failure) when (failure.Kind == ControlError.NotFound)
            {
                // It was removed since the list was made.
            }
        }

        PrometheusText text = new();
        text.Family("ptracer_info", "gauge", "Constant 1, labelled with the version of the daemon.")
            .Sample("ptracer_info", 1, ("version", DaemonEndpoints.Version));
        text.Family("ptracer_guest_running", "gauge", "Whether the guest is booted.");
        guests.ForEach(g => text.Sample("ptracer_guest_running", g.Guest.Running ? 1 : 0, ("guest", g.Guest.Name)));
        text.Family("ptracer_journal_bytes", "gauge", "Bytes on disk of the guest's journal.");
        guests.ForEach(g => text.Sample("ptracer_journal_bytes", g.Journal, ("guest", g.Guest.Name)));

        List<(string Guest, UnitInfo Unit)> units =
            [.. guests.SelectMany(guest => guest.Units.Select(unit => (guest.Guest.Name, unit)))];
        States(text, units);
        Figure(text, units, "ptracer_unit_restarts_total", "counter", "Automatic restarts of the unit.", u => u.Restarts);
        Figure(text, units, "ptracer_unit_memory_bytes", "gauge", "Resident memory of the unit's processes.",
            u => u.MemoryBytes);
        Figure(text, units, "ptracer_unit_cpu_seconds_total", "counter", "CPU time of the unit's processes.",
            u => u.CpuNanoseconds / NanosecondsPerSecond);
        Figure(text, units, "ptracer_unit_tasks", "gauge", "Tasks of the unit.", u => u.Tasks);
        return text.ToString();
    }

    private static void States(PrometheusText text, List<(string Guest, UnitInfo Unit)> units)
    {
        const string Name = "ptracer_unit_state";
        text.Family(Name, "gauge", "1 for the active state that the unit is in, 0 for the others.");
        foreach ((string guest, UnitInfo unit) in units)
        {
            foreach (string state in s_states)
            {
                text.Sample(Name, unit.ActiveState == state ? 1 : 0,
                    ("guest", guest), ("unit", unit.Name), ("state", state));
            }
        }
    }

    private static void Figure(
        PrometheusText text, List<(string Guest, UnitInfo Unit)> units, string name, string type, string help,
        Func<UnitInfo, double?> figure)
    {
        text.Family(name, type, help);
        foreach ((string guest, UnitInfo unit) in units)
        {
            if (figure(unit) is { } value)
            {
                text.Sample(name, value, ("guest", guest), ("unit", unit.Name));
            }
        }
    }
}
