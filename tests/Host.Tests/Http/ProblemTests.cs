using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>Every error, ours and Kestrel's own, is a problem document and tells nothing of the inside.</summary>
public sealed class ProblemTests : ApiTest
{
    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/v1/guests/", 404)]
    [InlineData("GET", "/v1/guests/nosuch", 404)]
    [InlineData("GET", "/v1/guests/a%20b", 400)]
    [InlineData("GET", "/v1/guests?x=1", 400)]
    [InlineData("DELETE", "/v1/guests", 405)]
    [InlineData("POST", "/metrics", 405)]
    [InlineData("POST", "/v1/guests", 415)]
    [InlineData("DELETE", "/v1/guests/debian", 409)]
    [InlineData("GET", "/v1/guests/debian/units/nosuch/files", 404)]
    [InlineData("GET", "/v1/guests/debian/units/cups/dependencies?reverse=maybe", 400)]
    [InlineData("GET", "/v1/guests/debian/journal?priority=8", 400)]
    [InlineData("GET", "/v1/guests/debian/journal?lines=-1", 400)]
    [InlineData("GET", "/v1/guests/debian/journal?since=yesterday", 400)]
    [InlineData("GET", "/v1/guests/debian/journal?grep=(", 400)]
    [InlineData("GET", "/v1/guests/debian/journal?grep=a&grep=b", 400)]
    [InlineData("GET", "/v1/guests/debian/journal?follow=true", 400)]
    [InlineData("GET", "/v1/guests/debian/journal?after=x", 400)]
    [InlineData("GET", "/v1/guests/debian/exec", 426)]
    [InlineData("GET", "/v1/guests/debian/creation", 404)]
    [InlineData("PUT", "/v1/guests/x?settings=%7B", 400)]
    public async Task Request_ThatIsWrong_IsAProblem(string method, string path, int status)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        using HttpResponseMessage response = await Http.SendAsync(request, Cancel);
        await AssertProblem(response, status);
        Assert.Equal(status == 405, response.Content.Headers.Allow.Count > 0);
    }

    [Theory]
    [InlineData("POST", "/v1/guests", "{", 400)]
    [InlineData("POST", "/v1/guests", "null", 400)]
    [InlineData("POST", "/v1/guests", "[]", 400)]
    [InlineData("POST", "/v1/guests", "{}", 400)]
    [InlineData("POST", "/v1/guests", """{"name":"a"}""", 400)]
    [InlineData("POST", "/v1/guests", """{"name":null,"from":"x"}""", 400)]
    [InlineData("POST", "/v1/guests", """{"name":"a","from":"x","rootfs":"/y"}""", 400)]
    [InlineData("POST", "/v1/guests", """{"name":"a","from":"x","unknown":1}""", 400)]
    [InlineData("POST", "/v1/guests", """{"name":"debian","from":"x"}""", 409)]
    [InlineData("POST", "/v1/guests", """{"name":"a","from":"docker://broken"}""", 500)]
    [InlineData("PUT", "/v1/guests/alpine/settings", """{"bindings":[null]}""", 400)]
    [InlineData("PUT", "/v1/guests/alpine/settings", """{"bindings":null}""", 400)]
    [InlineData("POST", "/v1/guests/debian/units/cups/jobs", """{"kind":"dance"}""", 400)]
    [InlineData("POST", "/v1/guests/debian/units/cups/jobs", """{"kind":"start","mode":"x"}""", 400)]
    [InlineData("POST", "/v1/guests/debian/units/nosuch/jobs", """{"kind":"start"}""", 404)]
    [InlineData("POST", "/v1/guests/debian/units/cups/kill", """{"signal":0}""", 400)]
    [InlineData("POST", "/v1/guests/debian/units/cups/kill", """{"signal":1,"whom":"you"}""", 400)]
    [InlineData("POST", "/v1/guests/debian/unit-files", """{"verb":"enable","units":[]}""", 400)]
    [InlineData("POST", "/v1/guests/debian/unit-files", """{"verb":"enable","units":[null]}""", 400)]
    [InlineData("PUT", "/v1/guests/debian/default-target", """{"target":"nosuch.target"}""", 404)]
    public async Task Body_ThatIsWrong_IsAProblem(string method, string path, string body, int status)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await Http.SendAsync(request, Cancel);
        await AssertProblem(response, status);
    }

    [Fact]
    public async Task Body_TooLarge_IsAProblem()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/guests");
        request.Content = new StringContent(new string(' ', 2 << 20), Encoding.UTF8, "application/json");
        request.Headers.ExpectContinue = true;
        using HttpResponseMessage response = await Http.SendAsync(request, Cancel);
        await AssertProblem(response, 413);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("GET / HTTP/9.9\r\n\r\n", 505)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400)]
    [InlineData("POST /v1/guests HTTP/1.1\r\nConnection: close\r\nHost: a\r\nContent-Type: application/json\r\n\r\n", 400)]
    [InlineData("POST /v1/guests HTTP/1.1\r\nConnection: close\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400)]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    public async Task Bytes_ThatAreNoRequest_AreAProblem(string bytes, int status) =>
        await AssertRaw(bytes, status);

    [Fact]
    public async Task Heads_TooLarge_AreProblems()
    {
        await AssertRaw($"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: a\r\n\r\n", 414);
        await AssertRaw($"GET / HTTP/1.1\r\nHost: a\r\nX: {new string('a', 17 << 10)}\r\n\r\n", 431);
        await AssertRaw($"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Repeat("X: y\r\n", 200))}\r\n", 431);
    }

    [Fact]
    public async Task Head_OfAPath_HasNoBody()
    {
        using HttpRequestMessage request = new(HttpMethod.Head, "/v1/guests");
        using HttpResponseMessage response = await Http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Content.Headers.ContentLength > 100);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Answer_ThatFailsInTheMiddle_DoesNotLookWhole()
    {
        Daemon.FakeJournal.FailAfter = 2;
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Http.GetStringAsync("/v1/guests/debian/journal", Cancel));
    }

    [Fact]
    public async Task Answer_ThatFailsAtOnce_TellsNothingOfTheInside()
    {
        Daemon.FakeJournal.FailAfter = 0;
        using HttpResponseMessage response = await Http.GetAsync("/v1/guests/debian/journal", Cancel);
        await AssertProblem(response, 500);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static async Task AssertProblem(HttpResponseMessage response, int status)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("Error", problem.GetProperty("title").GetString());
        string detail = problem.GetProperty("detail").GetString()!;
        Assert.NotEmpty(detail);
        Assert.DoesNotContain("\n", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", detail, StringComparison.Ordinal);
    }

    private async Task AssertRaw(string bytes, int status)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), Cancel);
        using StreamReader reader = new(new NetworkStream(socket));
        await socket.SendAsync(Encoding.Latin1.GetBytes(bytes), Cancel);
        string answer = await reader.ReadToEndAsync(Cancel);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        string body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.Contains("Content-Type: application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(status, JsonDocument.Parse(body).RootElement.GetProperty("status").GetInt32());
    }
}
