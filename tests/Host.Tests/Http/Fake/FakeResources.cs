using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Tests.Http.Fake;

/// <summary>Figures that look like a machine at work.</summary>
internal sealed class FakeResources(FakeDaemon daemon) : IResourceControl
{
    public IReadOnlyList<GuestProcessInfo> Processes(string guest) =>
        !daemon.FakeGuests.Find(guest).Running
            ? []
            :
            [
                new(100, 1, "avahi-daemon.service", "avahi-daemon: running [debian.local]", 'S', 3 << 20, 120_000_000, 1, FakeDaemon.Epoch),
                new(102, 1, "cups.service", "/usr/sbin/cupsd -l", 'S', 9 << 20, 2_400_000_000, 1, FakeDaemon.Epoch),
                new(103, 102, "cups.service", "ipp://printer/ 12 root page 1", 'R', 5 << 20, 800_000_000, 2, FakeDaemon.Epoch),
            ];

    public IReadOnlyList<ResourceSample> History(string guest)
    {
        const int Seconds = 600;
        if (!daemon.FakeGuests.Find(guest).Running)
        {
            return [];
        }

        var now = DateTimeOffset.UtcNow;
        return
        [
            .. Enumerable.Range(0, Seconds).Select(second => new ResourceSample(
                now.AddSeconds(second - Seconds),
                0.25 + (0.2 * Math.Sin(second / 25.0)) + (second % 97 < 6 ? 0.7 : 0),
                (long)((38 + (second / 60.0) + (4 * Math.Sin(second / 60.0))) * (1 << 20)),
                3)),
        ];
    }
}
