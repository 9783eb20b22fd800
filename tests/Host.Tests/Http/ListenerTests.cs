using System.Net;
using System.Net.Sockets;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http;
using Ptracer.Host.Http.Client;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>Sockets: their modes, their peers, stale ones, and those of guests.</summary>
public sealed class ListenerTests : ApiTest
{
    [Fact]
    public void Socket_IsTheOwnersAlone()
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SocketPath));
        Assert.False(Directory.Exists(SocketPath + ".d"));
    }

    [Fact]
    public void Peer_OfAnotherUser_GetsNothing()
    {
        Assert.SkipUnless(Harness.Posix.geteuid() == 0, "only root can become another user");
        HostCommand.Run("chmod", "755", Path.GetDirectoryName(SocketPath)!);
        Assert.Contains("connect: Permission denied", Ask(12345), StringComparison.Ordinal);

        // Even when somebody opens the file for all: the kernel tells who is at the other end.
        HostCommand.Run("chmod", "666", SocketPath);
        Assert.Equal("0 bytes\n", Ask(12345));
        Assert.Matches(@"^\d{2,} bytes\n$", Ask(0));
    }

    [Fact]
    public async Task Start_WhereADaemonAnswers_IsRefused()
    {
        await using ApiServer second = new(Daemon, Options());
        PtracerException failure = await Assert.ThrowsAsync<PtracerException>(() => second.StartAsync(Cancel));
        Assert.Contains("answers there already", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, Client.Guests.List().Count);
    }

    [Fact]
    public async Task Start_WhereADaemonDied_TakesItsPlace()
    {
        string path = PathOf("stale.sock");
        using (Socket dead = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path + ".x"));
            File.Move(path + ".x", path);
        }

        Directory.CreateDirectory(path + ".d");
        File.WriteAllText(path + ".d/s", "left behind");
        await using ApiServer server = new(Daemon, new(path));
        await server.StartAsync(Cancel);
        Assert.Equal(2, new ApiClient(path).Guests.List().Count);
    }

    [Fact]
    public async Task Start_AtAPathThatIsTooLong_SaysSo()
    {
        await using ApiServer server = new(Daemon, new(PathOf(new string('a', 120))));
        PtracerException failure = await Assert.ThrowsAsync<PtracerException>(() => server.StartAsync(Cancel));
        Assert.Contains("too long for a socket", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InADirectoryThatIsMissing_SaysSo()
    {
        await using ApiServer server = new(Daemon, new(PathOf("none/api.sock")));
        PtracerException failure = await Assert.ThrowsAsync<PtracerException>(() => server.StartAsync(Cancel));
        Assert.Contains(PathOf("none/api.sock"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GuestSocket_ForItsOwnUnits_Answers()
    {
        Server.AddGuestSocket("debian", PathOf("debian.sock"));
        ApiClient guest = new(PathOf("debian.sock"));
        Assert.Equal("cups.service", (await guest.Units.Get(ApiClient.Self, "cups", Cancel)).Name);
        Assert.Equal("cups.service", (await guest.Units.Get("debian", "cups", Cancel)).Name);
        Assert.Equal("done", (await guest.Units.Run(ApiClient.Self, "ssh", JobKind.Start, JobMode.Replace, Cancel)).Result);
        await guest.Units.Reload(ApiClient.Self, Cancel);
        int entries = 0;
        await foreach (JournalEntryInfo entry in guest.Journal.Read(ApiClient.Self, new(), Cancel))
        {
            entries++;
        }

        Assert.True(entries >= 6);
    }

    [Theory]
    [InlineData("GET", "/v1/guests/alpine/units")]
    [InlineData("GET", "/v1/guests/alpine/journal")]
    [InlineData("POST", "/v1/guests/alpine/daemon-reload")]
    [InlineData("GET", "/v1/guests")]
    [InlineData("GET", "/v1/guests/debian")]
    [InlineData("PUT", "/v1/guests/debian/settings")]
    [InlineData("POST", "/v1/guests/debian/stop")]
    [InlineData("DELETE", "/v1/guests/debian")]
    [InlineData("GET", "/v1/guests/debian/exec")]
    [InlineData("GET", "/v1/guests/debian/processes")]
    [InlineData("GET", "/v1/events")]
    [InlineData("GET", "/v1/doctor")]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/")]
    public async Task GuestSocket_ForAnythingElse_IsForbidden(string method, string path)
    {
        Server.AddGuestSocket("debian", PathOf("debian.sock"));
        using HttpClient http = HttpOver(PathOf("debian.sock"));
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        using HttpResponseMessage response = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task GuestSocket_Removed_IsGone()
    {
        Server.AddGuestSocket("debian", PathOf("debian.sock"));
        Assert.Throws<PtracerException>(() => Server.AddGuestSocket("debian", PathOf("other.sock")));
        Assert.True(await Server.RemoveGuestSocket("debian"));
        Assert.False(await Server.RemoveGuestSocket("debian"));
        Assert.False(File.Exists(PathOf("debian.sock")));
        Server.AddGuestSocket("debian", PathOf("debian.sock"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("debian.sock")));
    }

    [Fact]
    public async Task GuestSocket_Removed_HangsUpOnWhoIsThere()
    {
        Server.AddGuestSocket("debian", PathOf("debian.sock"));
        using HttpClient http = HttpOver(PathOf("debian.sock"));
        using HttpRequestMessage request = new(HttpMethod.Get, "/v1/guests/self/journal");
        request.Headers.Add("Accept", "text/event-stream");
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Server.RemoveGuestSocket("debian");
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(10), Cancel));
    }

    [Fact]
    public async Task UnixSocket_AskedByAPage_IsForbidden()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/v1/guests");
        request.Headers.Add("Origin", "http://localhost");
        using HttpResponseMessage response = await Http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private string Ask(int user)
    {
        const string Perl = """
            use IO::Socket::UNIX;
            my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or do { print "connect: $!\n"; exit };
            $SIG{PIPE} = 'IGNORE';
            print $s "GET /v1/version HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"; $s->flush;
            local $/; my $a = <$s>; print length($a // ''), " bytes\n";
            """;
        return HostCommand.Run(
            "setpriv", "--reuid", $"{user}", "--regid", $"{user}", "--clear-groups", "perl", "-e", Perl, SocketPath);
    }
}
