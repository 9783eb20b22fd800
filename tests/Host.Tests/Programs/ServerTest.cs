using System.Net;
using System.Net.Sockets;
using Ptracer.Host.Tests.Harness;

namespace Ptracer.Host.Tests.Programs;

/// <summary>The base of tests that start a server on a port.</summary>
public abstract class ServerTest : GuestTest
{
    protected ServerTest(string? rootfs = null)
        : base(rootfs) => Port = FreePort();

    /// <summary>The server's TCP port of loopback.</summary>
    protected string Port { get; }

    /// <summary>A TCP port of loopback that was free a moment ago.</summary>
    protected static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
