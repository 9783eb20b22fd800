using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Ports;

/// <summary>The calls that carry ports: a program sees the same, whether its port is moved or not.</summary>
public sealed partial class PortCallTests : PortTest
{
    [Fact]
    public void EveryCall_PortMoved_TellsTheSameAsUnmoved()
    {
        string program = Compile("ports.c");
        string guestPort = FreePort();
        string unmoved = Run(program, guestPort).ExpectSuccess().ExpectText("::: accept tells").Stdout;
        StartIn(Moved($"{guestPort}:{Port}"), program, guestPort).Wait().ExpectOutput(unmoved);
        StartIn(Moved($"80:{Port}"), program, "80").Wait()
            .ExpectOutput(unmoved.Replace($"port {guestPort},", "port 80,", StringComparison.Ordinal));
    }

    [Fact]
    public void PrivilegedPort_NotMoved_IsStillEacces() =>
        StartIn(Moved($"81:{Port}"), Compile("ports.c"), "80").Wait().ExpectStatus(1).ExpectText("bind: Permission denied");

    [Fact]
    public void PrivilegedPort_OnTheHost_IsEaccesThere() =>
        StartIn(Moved("5080:80"), Compile("ports.c"), "5080").Wait().ExpectStatus(1).ExpectText("bind: Permission denied");

    [Fact]
    public void Moved_Program_StopsAsOftenAsUnmoved()
    {
        string program = Compile("ports.c");
        string guestPort = FreePort();
        Guest = Guest.With("PTRACER_STATS", "1");
        string unmoved = Stops(Run(program, guestPort, "127.0.0.1"));
        Assert.Equal(unmoved, Stops(StartIn(Moved("1:2"), program, guestPort, "127.0.0.1").Wait()));
    }

    [Fact]
    public void HostPortTaken_Bind_IsEaddrinuse()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        StartIn(Moved($"80:{port}"), Compile("ports.c"), "80").Wait().ExpectStatus(1).ExpectText("bind: Address already in use");
    }

    [Fact]
    public void UdpEcho_FromTheHost_IsAnsweredFromTheHostPort()
    {
        Write("echo.py", """
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind(("127.0.0.1", 7))
            print(s.getsockname(), flush=True)
            data, sender = s.recvfrom(64)
            s.sendto(data.upper(), sender)
            """);
        using GuestProcess server = StartIn(Moved($"7:{Port}"), "python3", "echo.py").Expect("('127.0.0.1', 7)");
        IPEndPoint host = new(IPAddress.Loopback, int.Parse(Port, null));
        using UdpClient client = new(AddressFamily.InterNetwork);
        client.Client.ReceiveTimeout = 30_000;
        client.Send("hello"u8, host);
        IPEndPoint? sender = null;
        Assert.Equal("HELLO", Encoding.ASCII.GetString(client.Receive(ref sender)));
        Assert.Equal(host, sender);
        server.Wait().ExpectSuccess();
    }

    [Fact]
    public void DatagramTricks_PortMoved_AreSeenThrough()
    {
        Write("tricks.py", """
            import os, socket
            s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
            s.bind(("::", 53))                                   # both families
            c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            c.sendto(b"four", ("127.0.0.1", 53))
            data, sender = s.recvfrom(9)
            print(data, sender[0], s.getsockname()[1])
            s.sendto(b"back", sender)
            print(c.recvfrom(9))
            a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            a.bind(("127.0.0.1", 0))
            print(a.getsockname()[1] != 0)
            r1, r2 = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(2)]
            for r in r1, r2:
                r.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                r.bind(("127.0.0.1", 80))
                r.listen()
            print(r1.getsockname(), r2.getsockname())
            o = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            o.bind(("127.0.0.1", 81))                            # a source port that is moved
            o.connect(("127.0.0.1", 80))
            r1.setblocking(False)
            try:
                peer = r1.accept()[1]
            except BlockingIOError:
                peer = r2.accept()[1]
            print(peer, o.getpeername())

            """);
        StartIn(Moved($"53:{Port}", $"80:{FreePort()}", $"81:{FreePort()}"), "python3", "tricks.py").Wait().ExpectOutput(
            """
            b'four' ::ffff:127.0.0.1 53
            (b'back', ('127.0.0.1', 53))
            True
            ('127.0.0.1', 80) ('127.0.0.1', 80)
            ('127.0.0.1', 81) ('127.0.0.1', 80)

            """);
    }

    /// <summary>/proc/net is the host's truth: the README says so.</summary>
    [Fact]
    public void ProcNetTcp_PortMoved_ShowsTheHostPort()
    {
        Write("table.py", """
            import socket
            s = socket.socket()
            s.bind(("127.0.0.1", 80))
            s.listen()
            print([int(line.split()[1].split(":")[1], 16) for line in open("/proc/net/tcp") if line.split()[3] == "0A"])

            """);
        string ports = StartIn(Moved($"80:{Port}"), "python3", "table.py").Wait().ExpectSuccess().Stdout;
        Assert.Contains(Port, Number().Matches(ports).Select(match => match.Value));
        Assert.DoesNotContain("80", Number().Matches(ports).Select(match => match.Value));
    }

    private static string Stops(GuestRun run)
    {
        Match stops = StopCount().Match(run.ExpectSuccess().Stderr);
        Assert.True(stops.Success, run.Stderr);
        return stops.Groups[1].Value;
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex("syscalls=([0-9]+)")]
    private static partial Regex StopCount();
}
