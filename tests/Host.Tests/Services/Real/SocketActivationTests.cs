using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Ptracer.Host.Tests.Services.Real;

/// <summary>Socket units: who is started when, and with which descriptors.</summary>
public sealed class SocketActivationTests : RealServiceTest
{
    [Fact]
    public void Accept_No_FirstConnectionStartsTheServiceAndIsServed()
    {
        IPEndPoint port = FreePort();
        Unit("two.socket", $"[Socket]\nListenStream=/run/two.sock\nListenStream={port}\nFileDescriptorName=door\n");
        Unit("two.service", "[Service]\nExecStart=/bin/service fds serve\n");
        Systemctl("start", "two.socket").ExpectSuccess();
        Assert.Equal("inactive", Property("two.service", "ActiveState"));
        UnixDomainSocketEndPoint path = new(InGuest("run/two.sock"));
        string pid = Assert.Single(UntilServed(path, "served 0 by "));
        Assert.Equal(["fds=2 mine=1 names=door:door"], Log());
        Assert.Equal(pid, Property("two.service", "MainPID"));
        Assert.Equal("served 1 by " + pid + "\n", Talk(port));
        Assert.Equal(["fds=2 mine=1 names=door:door"], Log());

        Systemctl("stop", "two.service").ExpectSuccess();
        string second = Assert.Single(UntilServed(port, "served 1 by "));
        Assert.NotEqual(pid, second);
        Assert.Contains("two.socket", Systemctl("list-sockets").ExpectSuccess().Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "pipe=1 nonblock=0")]
    [InlineData("NonBlocking=yes\nIgnoreSIGPIPE=no\n", "pipe=0 nonblock=1")]
    public void PassedDescriptors_AreAsNonBlockingSays(string settings, string expected)
    {
        Unit("flags.socket", "[Socket]\nListenStream=/run/flags.sock\n");
        Unit("flags.service", $"[Service]\n{settings}ExecStart=/bin/service flags serve\n");
        Systemctl("start", "flags.socket").ExpectSuccess();
        Assert.StartsWith("served 0 by ", Talk(new UnixDomainSocketEndPoint(InGuest("run/flags.sock"))), StringComparison.Ordinal);
        Assert.Equal([expected], Log());
    }

    [Fact]
    public void Accept_Yes_OneInstanceAConnection()
    {
        Unit("echo.socket", "[Socket]\nListenStream=/run/echo.sock\nAccept=yes\n");
        Unit("echo@.service", "[Service]\nExecStart=/bin/sh -c 'read line; echo $$line $$$$'\nStandardInput=socket\n");
        Systemctl("start", "echo.socket").ExpectSuccess();
        UnixDomainSocketEndPoint path = new(InGuest("run/echo.sock"));
        using Socket first = Connected(path);
        using Socket second = Connected(path);
        Assert.True(Polled(() => Running() == 2), Systemctl("list-units").Stdout);
        second.Send("b\n"u8);
        string[] b = ReadAll(second).Split(' ');
        first.Send("a\n"u8);
        string[] a = ReadAll(first).Split(' ');
        Assert.Equal(("a", "b"), (a[0], b[0]));
        Assert.NotEqual(a[1], b[1]);
        Assert.True(Polled(() => Running() == 0), Systemctl("list-units").Stdout);
    }

    [Fact]
    public void Datagram_StartsTheServiceAndIsNotLost()
    {
        Unit("gram.socket", "[Socket]\nListenDatagram=/run/gram.sock\n");
        Unit("gram.service", "[Service]\nExecStart=/bin/service fds serve\n");
        Systemctl("start", "gram.socket").ExpectSuccess();
        using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(Encoding.UTF8.GetBytes("one"), new UnixDomainSocketEndPoint(InGuest("run/gram.sock")));
        Assert.Equal("datagram one", Assert.Single(UntilLogged("datagram")));
        Assert.Equal("fds=1 mine=1 names=gram.socket", Log()[0]);
    }

    private int Running() => Systemctl("list-units", "--state", "running", "--no-legend", "--plain").Stdout
        .Split('\n').Count(line => line.StartsWith("echo@", StringComparison.Ordinal));

    private static string[] UntilServed(EndPoint end, string start)
    {
        string answer = Talk(end);
        Assert.StartsWith(start, answer, StringComparison.Ordinal);
        return [answer[start.Length..].TrimEnd('\n')];
    }

    private static IPEndPoint FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return IPEndPoint.Parse(string.Create(CultureInfo.InvariantCulture, $"{listener.LocalEndpoint}"));
    }
}
