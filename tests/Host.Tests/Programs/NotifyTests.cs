using System.Net.Sockets;
using System.Text;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>Datagrams as sd_notify(3) sends them, to a socket at a guest path.</summary>
public sealed class NotifyTests : GuestTest
{
    private const string Socket = "/mnt/run/notify.sock";

    public NotifyTests()
    {
        Guest = Guest.With("NOTIFY_SOCKET", Socket);
        Write("run/.keep", "");
    }

    [Fact]
    public void Notify_BetweenTwoGuests_AddressesAreGuestPaths()
    {
        var program = Compile("notify.c");
        using var receiver = Start(program, "receive", "5").Expect("bound\n");
        Run(program, "send", "READY=1").ExpectOutput($"sent to {Socket}\n");
        var lines = receiver.Wait().ExpectSuccess().Stdout.Split('\n');
        for (var at = 1; at <= 5; at++)
        {
            Assert.Equal($"READY=1 from {Socket}.sender uid {TestPlace.UserId}, length {2 + Socket.Length + 7 + 1}", lines[at]);
        }
    }

    [Fact]
    public void Notify_FromPython_Arrives()
    {
        var program = Compile("notify.c");
        using var receiver = Start(program, "receive", "2").Expect("bound\n");
        Write("notify.py", """
            import os, socket
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
                s.sendto(b"STATUS=by sendto", os.environ["NOTIFY_SOCKET"])
                s.connect("run/notify.sock")
                s.sendmsg([b"STOPPING", b"=1"])
                print(s.getpeername())

            """);
        Run("python3", "notify.py").ExpectSuccess();
        receiver.Wait().ExpectSuccess().ExpectText("STATUS=by sendto from -").ExpectText("STOPPING=1 from -");
    }

    [Fact]
    public void Notify_ToSupervisorOnTheHost_Arrives()
    {
        var path = Path.Combine(Scratch, "run", "notify.sock");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.ReceiveTimeout = 10_000;
        socket.Bind(new UnixDomainSocketEndPoint(path));
        GiveToGuest(path);
        Run(Compile("notify.c"), "send", "MAINPID=7").ExpectSuccess();
        var buffer = new byte[64];
        for (var count = 0; count < 5; count++)
        {
            Assert.Equal("MAINPID=7", Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer)));
        }
    }
}
