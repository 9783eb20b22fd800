using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Ptracer.Host.Http;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>Loopback TCP: token, Host, Origin.</summary>
public sealed class TcpTests : ApiTest
{
    private string Token => File.ReadAllText(TokenPath).TrimEnd('\n');

    private string Place => $"127.0.0.1:{Server.Port}";

    [Fact]
    public async Task Request_WithTheToken_IsAnswered()
    {
        Assert.Equal(HttpStatusCode.OK, await Get(Bearer(Token)));
        Assert.Equal(HttpStatusCode.OK, await Get(Bearer(Token), ("Origin", $"http://{Place}"), ("Sec-Fetch-Site", "same-origin")));
    }

    [Fact]
    public async Task Request_WithoutTheToken_IsRefused()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await Get());
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(Bearer("")));
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(Bearer(new string('0', 64))));
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(Bearer(Token[..^1])));
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(Bearer(Token + "0")));
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(Bearer(Token.ToUpperInvariant())));
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(("Cookie", $"token={Token}")));
    }

    [Theory]
    [InlineData("evil.example:{0}")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("localhost.evil.example:{0}")]
    public async Task Request_ForAnotherHost_IsMisdirected(string host) =>
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await Get(Bearer(Token), ("Host", host.Replace("{0}", $"{Server.Port}", StringComparison.Ordinal))));

    [Theory]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    public async Task Request_ForLoopbacksNames_IsAnswered(string host) =>
        Assert.Equal(HttpStatusCode.OK, await Get(Bearer(Token), ("Host", $"{host}:{Server.Port}")));

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Request_OfAnotherPage_IsRefused(string name, string value) =>
        Assert.Equal(HttpStatusCode.Forbidden, await Get(Bearer(Token), (name, value)));

    [Fact]
    public async Task Answer_ToAnybody_AllowsNoOtherOrigin()
    {
        using HttpRequestMessage preflight = new(HttpMethod.Options, $"http://{Place}/v1/guests");
        preflight.Headers.Add("Origin", $"http://{Place}");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        using HttpClient http = new();
        using HttpResponseMessage response = await http.SendAsync(preflight, Cancel);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void TokenFile_IsPrivateAndLong()
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TokenPath));
        Assert.Matches("^[0-9a-f]{64}$", Token);
        Assert.Equal($"http://{Place}/#token={Token}", Server.PanelAddress);
    }

    [Fact]
    public async Task TokenFile_OfAStoppedServer_IsGone_AndTheNextIsAnother()
    {
        string first = Token;
        await Server.StopAsync();
        Assert.False(File.Exists(TokenPath));
        await using ApiServer next = new(Daemon, Options());
        await next.StartAsync(Cancel);
        Assert.NotEqual(first, Token);
    }

    [Fact]
    public async Task TokenFile_OfARunningServer_SurvivesASecondThatIsRefused()
    {
        string token = Token;
        await using (ApiServer second = new(Daemon, Options()))
        {
            await Assert.ThrowsAsync<PtracerException>(() => second.StartAsync(Cancel));
        }

        Assert.Equal(token, Token);
        Assert.Equal(HttpStatusCode.OK, await Get(Bearer(token)));
    }

    [Fact]
    public void Port_OnOtherAddresses_IsClosed()
    {
        IPAddress? other = Dns.GetHostAddresses(Dns.GetHostName()).FirstOrDefault(address => !IPAddress.IsLoopback(address));
        Assert.SkipWhen(other is null, "this machine has no address but loopback's");
        using Socket socket = new(other.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        Assert.Throws<SocketException>(() => socket.Connect(other, Server.Port));
    }

    [Fact]
    public async Task WebSocket_WithTheTokenAsProtocol_IsOpened()
    {
        using ClientWebSocket socket = new();
        socket.Options.AddSubProtocol("ptracer.exec.v1");
        socket.Options.AddSubProtocol("ptracer.token." + Token);
        await socket.ConnectAsync(new Uri($"ws://{Place}/v1/guests/debian/exec"), Cancel);
        Assert.Equal("ptracer.exec.v1", socket.SubProtocol);
        await socket.SendAsync(Encoding.ASCII.GetBytes("exit 3\r"), WebSocketMessageType.Binary, true, Cancel);
        Assert.Equal("{\"exit\":3}", await ExecTests.ReadText(socket, Cancel));
    }

    [Fact]
    public async Task WebSocket_WithoutTheToken_IsRefused()
    {
        using ClientWebSocket socket = new();
        socket.Options.AddSubProtocol("ptracer.exec.v1");
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(
            () => socket.ConnectAsync(new Uri($"ws://{Place}/v1/guests/debian/exec"), Cancel));
        Assert.Equal(HttpStatusCode.Unauthorized, socket.HttpStatusCode);
        Assert.Empty(Daemon.FakeExec.Sessions);
    }

    [Fact]
    public async Task Strangers_OnTcp_DoNotShutTheOwnerOut()
    {
        List<Socket> strangers = [];
        for (int i = 0; i < 200; i++)
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            strangers.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, Server.Port, Cancel);
        }

        Assert.Equal(2, Client.Guests.List().Count);
        strangers.ForEach(socket => socket.Dispose());
        await Wait.Until(() => Get(Bearer(Token)).Result == HttpStatusCode.OK);
    }

    private protected override ApiServerOptions Options() => base.Options() with { TcpPort = 0, TokenPath = TokenPath };

    private static (string Name, string Value) Bearer(string token) => ("Authorization", "Bearer " + token);

    private async Task<HttpStatusCode> Get(params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"http://{Place}/v1/guests");
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using SocketsHttpHandler handler = new() { UseCookies = false };
        using HttpClient http = new(handler);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, Cancel);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0; // too many connections: it was hung up on
        }
    }
}
