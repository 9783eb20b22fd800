namespace Ptracer.Features.PortMap;

/// <summary>
/// Ports of the guest that are others on the host, of TCP, UDP and SCTP over IPv4 and IPv6. What the guest binds or reaches
/// on this host is moved there; what it is told of itself and of its peers on this host is moved back. Addresses of other
/// hosts keep their ports: <c>192.0.2.1:80</c> means that host's port 80. Port 0, "any", is never moved.
/// </summary>
internal sealed class MappedPorts
{
    private readonly Dictionary<ushort, ushort> _toHost = [];
    private readonly Dictionary<ushort, ushort> _toGuest = [];

    /// <summary>Adds a mapping; each port once on its side.</summary>
    public void Add(ushort guestPort, ushort hostPort)
    {
        _toHost.Add(guestPort, hostPort);
        _toGuest.Add(hostPort, guestPort);
    }

    /// <summary>
    /// The address to bind instead, in <paramref name="target"/>: its length, bytes; 0 if the guest's own will do. What is
    /// bound is always this host's.
    /// </summary>
    public int Bind(ReadOnlySpan<byte> address, Span<byte> target) =>
        _toHost.TryGetValue(InternetAddress.PortOf(address), out ushort port) ? Write(address, port, target) : 0;

    /// <summary>The address to reach instead, as <see cref="Bind"/> tells it.</summary>
    public int Reach(ReadOnlySpan<byte> address, Span<byte> target) =>
        _toHost.TryGetValue(InternetAddress.PortOf(address), out ushort port) && InternetAddress.IsThisHost(address)
            ? Write(address, port, target)
            : 0;

    /// <summary>Turns a socket's own address, as the kernel told it, into the guest's.</summary>
    public void ShowOwn(Span<byte> address)
    {
        if (_toGuest.TryGetValue(InternetAddress.PortOf(address), out ushort port))
        {
            InternetAddress.SetPort(address, port);
        }
    }

    /// <summary>Turns a peer's address, as the kernel told it, into the guest's.</summary>
    public void ShowPeer(Span<byte> address)
    {
        if (_toGuest.TryGetValue(InternetAddress.PortOf(address), out ushort port) && InternetAddress.IsThisHost(address))
        {
            InternetAddress.SetPort(address, port);
        }
    }

    private static int Write(ReadOnlySpan<byte> address, ushort port, Span<byte> target)
    {
        address.CopyTo(target);
        InternetAddress.SetPort(target, port);
        return address.Length;
    }
}
