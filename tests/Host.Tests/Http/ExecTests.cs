using System.Net.WebSockets;
using System.Text;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Tests.Http.Fake;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>Commands with a terminal over WebSockets: by our client and by .NET's.</summary>
public sealed class ExecTests : ApiTest
{
    /// <summary>The next text message; bytes before it are dropped.</summary>
    internal static async Task<string> ReadText(WebSocket socket, CancellationToken cancel)
    {
        byte[] buffer = new byte[64 << 10];
        while (true)
        {
            ValueWebSocketReceiveResult got = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
            if (got.MessageType != WebSocketMessageType.Binary)
            {
                return Encoding.UTF8.GetString(buffer, 0, got.Count);
            }
        }
    }

    [Fact]
    public async Task Command_TypedTo_AnswersAndEnds()
    {
        await using IExecSession session = Client.Exec.Start("debian", new([], "/srv", 80, 24));
        Assert.Contains("root@debian", await ReadUntil(session, "# "), StringComparison.Ordinal);
        session.Resize(132, 50);
        await session.Terminal.WriteAsync("size\r"u8.ToArray(), Cancel);
        Assert.Contains("132x50", await ReadUntil(session, "132x50"), StringComparison.Ordinal);
        await session.Terminal.WriteAsync("exit 42\r"u8.ToArray(), Cancel);
        Assert.Equal(0, await Drain(session));
        Assert.Equal(42, await session.Exited);
        ExecRequest request = Daemon.FakeExec.Sessions[0].Request;
        Assert.Equal(("/srv", 80, 24), (request.WorkingDirectory, request.Columns, request.Rows));
        await Daemon.FakeExec.Sessions[0].Disposed.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
    }

    [Fact]
    public async Task Command_WordsAndBytes_ArePassedAsTheyAre()
    {
        string[] words = ["printf", "%s & =?#", "ünï", ""];
        await using IExecSession session = Client.Exec.Start("debian", new(words, null, 80, 24));
        await ReadUntil(session, "\r\n");
        Assert.Equal(words, Daemon.FakeExec.Sessions[0].Request.Command);
        string large = new('x', 100_000);
        Task writing = session.Terminal.WriteAsync(Encoding.ASCII.GetBytes(large), Cancel).AsTask();
        Assert.Equal(large, (await ReadUntil(session, large))[^large.Length..]);
        await writing;
    }

    [Fact]
    public async Task Client_ThatHangsUp_HangsUpTheTerminal()
    {
        IExecSession session = Client.Exec.Start("debian", new([], null, 80, 24));
        await ReadUntil(session, "# ");
        await session.DisposeAsync();
        await Daemon.FakeExec.Sessions[0].Disposed.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        await Assert.ThrowsAsync<PtracerException>(() => session.Exited);
    }

    [Fact]
    public void Command_InAStoppedGuest_IsRefusedBeforeTheUpgrade()
    {
        ControlException failure = Assert.Throws<ControlException>(() => Client.Exec.Start("alpine", new([], null, 80, 24)));
        Assert.Equal(ControlError.Conflict, failure.Kind);
    }

    [Theory]
    [InlineData("resize")]
    [InlineData("""{"resize":null}""")]
    [InlineData("""{"resize":{"columns":0,"rows":1}}""")]
    [InlineData("""{"resize":{"columns":1,"rows":99999}}""")]
    [InlineData("""{"kill":1}""")]
    public async Task Text_ThatIsWrong_EndsTheSession(string text)
    {
        using ClientWebSocket socket = await Connect();
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Cancel);
        Assert.Equal("a text must be {\"resize\":{\"columns\":N,\"rows\":N}}", await CloseReason(socket));
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, socket.CloseStatus);
        FakeExecSession session = Assert.Single(Daemon.FakeExec.Sessions);
        await session.Disposed.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
    }

    [Fact]
    public async Task Exit_IsTheLastMessage_AndThenItIsClosed()
    {
        using ClientWebSocket socket = await Connect();
        await socket.SendAsync(Encoding.UTF8.GetBytes("exit 7\r"), WebSocketMessageType.Binary, true, Cancel);
        Assert.Equal("{\"exit\":7}", await ReadText(socket, Cancel));
        Assert.Equal("", await CloseReason(socket) ?? "");
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    private static async Task<string?> CloseReason(ClientWebSocket socket)
    {
        await ReadText(socket, Cancel);
        return socket.CloseStatusDescription;
    }

    private static async Task<string> ReadUntil(IExecSession session, string end)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal) && !text.ToString().Contains(end, StringComparison.Ordinal))
        {
            int bytes = await session.Terminal.ReadAsync(buffer, Cancel);
            Assert.NotEqual(0, bytes);
            text.Append(Encoding.UTF8.GetString(buffer, 0, bytes));
        }

        return text.ToString();
    }

    private static async Task<int> Drain(IExecSession session)
    {
        byte[] buffer = new byte[4096];
        int bytes;
        do
        {
            bytes = await session.Terminal.ReadAsync(buffer, Cancel);
        }
        while (bytes > 0);
        return bytes;
    }

    private async Task<ClientWebSocket> Connect()
    {
        ClientWebSocket socket = new();
        socket.Options.AddSubProtocol("ptracer.exec.v1");
        await socket.ConnectAsync(new Uri("ws://localhost/v1/guests/debian/exec?columns=100"), Http, Cancel);
        return socket;
    }
}
