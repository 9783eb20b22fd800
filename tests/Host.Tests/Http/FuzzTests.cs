using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>
/// 100,000 malformed and random requests by raw sockets. Each gets a status that is no failure of the server, or is hung
/// up on; afterwards the server answers as before and holds neither descriptors nor memory.
/// </summary>
public sealed class FuzzTests : ApiTest
{
    private const int Requests = 100_000;
    private const int Workers = 4;
    private const int OnAConnection = 40; // then a new one is taken, as after every answer that closes

    private static readonly string[] s_methods =
        ["GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "G\0T", "", "BREW"];

    private static readonly string[] s_segments =
    [
        "v1", "guests", "debian", "alpine", "self", "nosuch", "units", "cups.service", "jobs", "kill", "journal", "usage", "exec",
        "settings", "clone", "rename", "creation", "processes", "history", "doctor", "version", "metrics", "openapi.json",
        "..", ".", "", "%2e%2e", "%2f", "%00", "%zz", "%ff", "%c3%a4", "a b", "{guest}", "*", "~", "\u00e4", "a%0d%0ab", "'\"<>",
        "unit-files", "default-target", "findings", "properties", "files", "dependencies", "reset-failed",
    ];

    private static readonly string[] s_queries =
    [
        "", "", "?", "?lines=1", "?lines=-1", "?lines=99999999999", "?priority=x", "?unit=a&unit=b", "?grep=(", "?grep=%5b%5b",
        "?since=0", "?after=%00", "?reverse=2", "?settings=%7b%7d", "?settings=[]", "?%", "?=", "?&&&", "?x", "?columns=0&rows=1",
    ];

    private static readonly string[] s_headers =
    [
        "Host: x", "Host: x", "Host:", "Host: a\r\nHost: b", "Content-Length: 5", "Content-Length: -1", "Content-Length: 1e3",
        "Content-Length: 99999999999999999999", "Content-Length: 3\r\nContent-Length: 4", "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip", "Transfer-Encoding: chunked\r\nContent-Length: 3", "Content-Type: application/json",
        "Content-Type: \u00e9", "Upgrade: websocket", "Connection: Upgrade", "Connection: close", "Sec-WebSocket-Key: x",
        "Sec-WebSocket-Version: 13", "Expect: 100-continue", "Accept: */*", "Origin: http://evil", "Range: bytes=0-",
        "Authorization: Bearer x", "Last-Event-ID: \u0001", " folded: x", "no colon", ": empty", "X\0: y", "A: " + "long",
        "Sec-Fetch-Site: cross-site", "Accept-Encoding: br;q=0, *", "If-None-Match: *", "Cookie: a=b",
    ];

    private static readonly string[] s_bodies =
    [
        "", "", "{}", "{", "null", "[]", "{\"name\":1}", "{\"kind\":\"start\"}", "5\r\nhello\r\n0\r\n\r\n", "zz\r\n", "\0\0\0\0\0",
        "{\"name\":\"a\",\"from\":\"b\"}", "{\"name\":\"\\ud800\",\"from\":\"\"}", "{\"signal\":9e99}", "{\"units\":[\"a\"],\"verb\":\"mask\"}",
        "{\"name\":{\"name\":{\"name\":{}}}}", "\u00ff\u00fe", "-1\r\n", "ffffffffffffffff\r\n",
    ];

    private int _answers;
    private int _next;

    [Fact]
    public async Task Requests_MalformedAndRandom_NeverFailTheServer()
    {
        int descriptors = Descriptors();
        long since = Stopwatch.GetTimestamp();
        Thread[] workers = new Thread[Workers];
        List<string> wrong = [];
        for (int i = 0; i < workers.Length; i++)
        {
            int seed = i;
            workers[i] = new Thread(() => Work(new Random(seed), wrong));
            workers[i].Start();
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        TimeSpan took = Stopwatch.GetElapsedTime(since);
        Assert.True(wrong.Count == 0, string.Join("\n----\n", wrong.Take(5)));
        TestContext.Current.SendDiagnosticMessage($"{Requests} requests, {_answers} answers, {took.TotalSeconds:f1} s");
        Assert.True(_answers > Requests / 2, $"only {_answers} of {Requests} were answered");
        Assert.Contains("debian", Client.Guests.List().Select(guest => guest.Name));
        int left = 0;
        await Wait.Until(() => (left = Descriptors()) <= descriptors + 4, () => $"{left} sockets, {descriptors} before");
        GC.Collect();
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < 200 << 20);
    }

    // Sockets alone: the runtime opens assemblies as it comes to need them.
    private static int Descriptors() => new DirectoryInfo("/proc/self/fd").GetFileSystemInfos()
        .Count(entry => entry.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    private static string Pick(Random random, string[] words) => words[random.Next(words.Length)];

    private static byte[] Request(Random random)
    {
        if (random.Next(12) == 0)
        {
            byte[] noise = new byte[random.Next(1, 200)];
            random.NextBytes(noise);
            return [.. noise, .. "\r\n\r\n"u8];
        }

        StringBuilder text = new();
        text.Append(Pick(random, s_methods)).Append(random.Next(40) == 0 ? "\t" : " ");
        bool isKnown = random.Next(3) > 0;
        text.Append(isKnown ? "/v1/guests/debian" : "");
        for (int i = random.Next(4); i > 0; i--)
        {
            text.Append('/').Append(Pick(random, s_segments));
        }

        text.Append(isKnown ? "" : "/").Append(Pick(random, s_queries)).Append(' ');
        text.Append(random.Next(20) == 0 ? "HTTP/3.7" : "HTTP/1.1").Append("\r\n");
        text.Append(random.Next(10) > 0 ? "Host: x\r\n" : "");
        bool hasBody = random.Next(4) == 0;
        string body = hasBody ? Pick(random, s_bodies) : "";
        if (hasBody && random.Next(2) == 0)
        {
            text.Append("Content-Type: application/json\r\nContent-Length: ").Append(body.Length).Append("\r\n");
        }

        for (int i = random.Next(3); i > 0 && random.Next(2) == 0; i--)
        {
            text.Append(Pick(random, s_headers)).Append("\r\n");
        }

        text.Append("\r\n").Append(body);
        byte[] bytes = Encoding.Latin1.GetBytes(text.ToString());
        if (random.Next(10) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    private void Work(Random random, List<string> wrong)
    {
        while (Volatile.Read(ref _next) < Requests)
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
            for (int i = 0; i < OnAConnection && Interlocked.Increment(ref _next) <= Requests; i++)
            {
                if (!Exchange(socket, Request(random), wrong))
                {
                    break;
                }
            }
        }
    }

    // One that wants more bytes than were sent is not waited for: an answer comes within the time, or none is due.
    private bool Exchange(Socket socket, byte[] request, List<string> wrong)
    {
        const int WaitMicroseconds = 20_000;
        byte[] answer = new byte[16 << 10];
        try
        {
            socket.Send(request);
            if (!socket.Poll(WaitMicroseconds, SelectMode.SelectRead))
            {
                return false;
            }

            int bytes = socket.Receive(answer);
            if (bytes == 0)
            {
                return false;
            }

            Interlocked.Increment(ref _answers);
            string text = Encoding.Latin1.GetString(answer, 0, bytes);
            if (!text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || (text[9] == '5' && !IsDue(text))
                || (text[9] == '4' && !text.Contains("application/problem+json", StringComparison.Ordinal)))
            {
                lock (wrong)
                {
                    wrong.Add($"{Encoding.Latin1.GetString(request)}\n=> {text}");
                }
            }

            return IsWhole(text, isHead: request.AsSpan().StartsWith("HEAD"u8))
                && !text.Contains("Connection: close", StringComparison.Ordinal) && socket.Available == 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Whether the answer's end was read with its head (RFC 9112, section 6.3): else its rest would be taken for the next one.
    private static bool IsWhole(string answer, bool isHead)
    {
        int head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (head < 4 || answer[9] == '1')
        {
            return false;
        }

        const string Length = "\r\nContent-Length: ";
        int at = answer.IndexOf(Length, 0, head, StringComparison.Ordinal) + Length.Length;
        return isHead
            || (at >= Length.Length ? int.Parse(answer[at..answer.IndexOf('\r', at)], CultureInfo.InvariantCulture) == answer.Length - head
            : answer.IndexOf("\r\nTransfer-Encoding: chunked", 0, head, StringComparison.Ordinal) < 0
            || answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal));
    }

    // HTTP/3.7 gets 505 by RFC 9110; a guest that the fake daemon fails to make gets 500.
    private static bool IsDue(string answer) => answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal);
}
