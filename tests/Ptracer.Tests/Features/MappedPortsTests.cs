using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Ptracer.Features.PortMap;
using Xunit;

namespace Ptracer.Tests.Features;

/// <summary>Which addresses get another port.</summary>
public sealed class MappedPortsTests
{
    private readonly MappedPorts _ports = new();

    public MappedPortsTests()
    {
        _ports.Add(80, 8080);
        _ports.Add(8081, 81);
    }

    [Theory]
    [InlineData("127.0.0.1", 80, 8080)]
    [InlineData("127.255.255.254", 80, 8080)]
    [InlineData("0.0.0.0", 80, 8080)]
    [InlineData("::1", 80, 8080)]
    [InlineData("::", 80, 8080)]
    [InlineData("::ffff:127.0.0.1", 80, 8080)]
    [InlineData("::ffff:0.0.0.0", 8081, 81)]
    [InlineData("127.0.0.1", 8080, 8080)]
    [InlineData("127.0.0.1", 0, 0)]
    [InlineData("::1", 81, 81)]
    [InlineData("203.0.113.1", 80, 80)]
    [InlineData("224.0.0.1", 80, 80)]
    [InlineData("255.255.255.255", 80, 80)]
    [InlineData("::ffff:203.0.113.1", 80, 80)]
    [InlineData("::2", 80, 80)]
    [InlineData("::127.0.0.1", 80, 80)]
    [InlineData("2001:db8::1", 80, 80)]
    [InlineData("ff02::1", 80, 80)]
    public void Reach_Address_MovesThePortOfThisHostOnly(string host, int port, int expected) =>
        Assert.Equal(expected, Reached(IPAddress.Parse(host), port));

    [Theory]
    [InlineData("127.0.0.1", 8080, 80)]
    [InlineData("::ffff:127.0.0.1", 81, 8081)]
    [InlineData("::1", 80, 80)]
    [InlineData("203.0.113.1", 8080, 8080)]
    [InlineData("2001:db8::1", 8080, 8080)]
    public void ShowPeer_Address_MovesThePortOfThisHostOnly(string host, int port, int expected)
    {
        byte[] address = AddressOf(IPAddress.Parse(host), port);
        _ports.ShowPeer(address);
        Assert.Equal(AddressOf(IPAddress.Parse(host), expected), address);
    }

    [Fact]
    public void Reach_OwnAddressOfAnInterface_IsMoved()
    {
        foreach (UnicastIPAddressInformation own in NetworkInterface.GetAllNetworkInterfaces()
            .Where(one => one.OperationalStatus == OperationalStatus.Up)
            .SelectMany(one => one.GetIPProperties().UnicastAddresses))
        {
            Assert.Equal(8080, Reached(own.Address, 80));
            byte[] peer = AddressOf(own.Address, 8080);
            _ports.ShowPeer(peer);
            Assert.Equal(AddressOf(own.Address, 80), peer);
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("203.0.113.1")]
    [InlineData("2001:db8::1")]
    public void BindAndShowOwn_AnyAddress_AreEachOthersInverse(string host)
    {
        byte[] bound = new byte[128];
        byte[] given = AddressOf(IPAddress.Parse(host), 80);
        Assert.Equal(given.Length, _ports.Bind(given, bound));
        Assert.Equal(AddressOf(IPAddress.Parse(host), 8080), bound[..given.Length]);
        _ports.ShowOwn(bound.AsSpan(0, given.Length));
        Assert.Equal(given, bound[..given.Length]);
    }

    [Fact]
    public void Bind_OtherThanAnInternetAddress_IsLeftAlone()
    {
        byte[] target = new byte[128];
        byte[] ipv4 = AddressOf(IPAddress.Loopback, 80);
        byte[] ipv6 = AddressOf(IPAddress.IPv6Loopback, 80);
        byte[] packet = [17, 0, .. ipv4[2..]];
        Assert.Equal(0, _ports.Bind(ipv4.AsSpan(0, 15), target));
        Assert.Equal(0, _ports.Bind(ipv6.AsSpan(0, 23), target));
        Assert.Equal(24, _ports.Bind(ipv6.AsSpan(0, 24), target));
        Assert.Equal(0, _ports.Bind(packet, target));
        Assert.Equal(0, _ports.Bind([], target));
    }

    /// <summary>bind(2) takes AF_UNSPEC for AF_INET where the address is "any".</summary>
    [Fact]
    public void Bind_UnspecifiedFamily_IsMoved()
    {
        byte[] target = new byte[128];
        byte[] address = AddressOf(IPAddress.Any, 80);
        (address[0], address[1]) = (0, 0);
        Assert.Equal(16, _ports.Bind(address, target));
    }

    private int Reached(IPAddress host, int port)
    {
        byte[] target = new byte[128];
        byte[] address = AddressOf(host, port);
        int length = _ports.Reach(address, target);
        Assert.True(length is 0 || length == address.Length);
        ReadOnlySpan<byte> used = length == 0 ? address : target;
        return (used[2] << 8) | used[3];
    }

    private static byte[] AddressOf(IPAddress host, int port)
    {
        SocketAddress address = new IPEndPoint(host, port).Serialize();
        byte[] bytes = address.Buffer[..address.Size].ToArray();
        (bytes[0], bytes[1]) = (host.AddressFamily == AddressFamily.InterNetwork ? (byte)2 : (byte)10, 0);
        return bytes;
    }
}
