using Ptracer.Host.Tests.Harness;
using Ptracer.Host.Tests.Programs;

namespace Ptracer.Host.Tests.Ports;

/// <summary>The base of tests where ports of the guest are others on the host. The host has <see cref="ServerTest.Port"/>.</summary>
public abstract class PortTest : ServerTest
{
    /// <summary>The test's guest with ports moved, as -p takes them.</summary>
    protected TestGuest Moved(params string[] mappings) =>
        Guest with { Options = Guest.Options.AddRange(mappings.SelectMany(mapping => new[] { "-p", mapping })) };

    /// <summary>What an HTTP server of the host's own loopback answers.</summary>
    protected static string Fetch(string port)
    {
        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(30) };
        return client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/")).GetAwaiter().GetResult();
    }
}
