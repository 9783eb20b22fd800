using System.Net;
using System.Net.Sockets;
using System.Text;
using Ptracer.Images.Layouts;

namespace Images.Tests.Harness;

/// <summary>A question that a fake registry got.</summary>
internal sealed record FakeQuestion(string Method, string Path, IReadOnlyDictionary<string, string> Headers, int Number);

/// <summary>A server that answers as a test wants, wrongly as a rule: whole answers as bytes, headers included.</summary>
internal sealed class FakeRegistry : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<FakeQuestion, byte[]> _answer;
    private readonly List<FakeQuestion> _questions = [];
    private readonly Task _loop;

    public FakeRegistry(Func<FakeQuestion, byte[]> answer)
    {
        _answer = answer;
        _listener.Start();
        Host = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _loop = Task.Run(Loop);
    }

    public string Host { get; }

    public IReadOnlyList<FakeQuestion> Questions
    {
        get
        {
            lock (_questions)
            {
                return [.. _questions];
            }
        }
    }

    public static byte[] Text(string status, string content, params string[] headers) =>
        Bytes(status, Encoding.UTF8.GetBytes(content), headers);

    public static byte[] Bytes(string status, byte[] content, params string[] headers) => [
        .. Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {content.Length}\r\nConnection: close\r\n"
            + string.Concat(headers.Select(header => header + "\r\n")) + "\r\n"),
        .. content];

    /// <summary>A manifest with one layer, and its config; for a registry that is right but for one thing.</summary>
    public static (byte[] Manifest, byte[] Config, byte[] Layer) Image()
    {
        byte[] layer = new TarBuilder().File("file", new string('x', 100_000)).Bytes();
        byte[] config = Encoding.UTF8.GetBytes(
            $$"""{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":["{{ImageDigest.Of(layer)}}"]} }""");
        byte[] manifest = Encoding.UTF8.GetBytes(
            $$"""
            {"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{ImageDigest.Of(config)}}","size":{{config.Length}}},
            "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{ImageDigest.Of(layer)}}","size":{{layer.Length}}}]}
            """);
        return (manifest, config, layer);
    }

    /// <summary>Answers as a registry with that image would.</summary>
    public static byte[] Right(FakeQuestion question)
    {
        (byte[] manifest, byte[] config, byte[] layer) = Image();
        string path = question.Path.Split('?')[0];
        return path.Contains("/manifests/", StringComparison.Ordinal) ? Bytes("200 OK", manifest)
            : path.EndsWith(ImageDigest.Of(config).Hex, StringComparison.Ordinal) ? Bytes("200 OK", config)
            : path.EndsWith(ImageDigest.Of(layer).Hex, StringComparison.Ordinal) ? Bytes("200 OK", layer)
            : Text("404 Not Found", "");
    }

    public void Dispose()
    {
        _listener.Stop();
        try
        {
            _loop.Wait();
        }
        catch (AggregateException)
        {
            // the listener has ended
        }
    }

    private void Loop()
    {
        while (true)
        {
            using TcpClient client = _listener.AcceptTcpClient();
            using NetworkStream stream = client.GetStream();
            List<byte> head = [];
            byte[] one = new byte[1];
            while (stream.Read(one) > 0 && head.Count < 100_000)
            {
                head.Add(one[0]);
                if (head[0] == 0x16 || (head.Count > 3 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n'))
                {
                    break; // a question, or the start of TLS, which is not spoken here
                }
            }

            if (head.Count > 0 && head[0] != 0x16)
            {
                Answer(stream, Encoding.UTF8.GetString([.. head]).Split("\r\n"));
            }
        }
    }

    private void Answer(NetworkStream stream, string[] lines)
    {
        FakeQuestion question;
        lock (_questions)
        {
            string[] first = lines[0].Split(' ');
            question = new FakeQuestion(
                first[0],
                first[1],
                lines.Skip(1).Where(line => line.Contains(": ", StringComparison.Ordinal)).Select(line => line.Split(": ", 2))
                    .ToDictionary(header => header[0], header => header[1], StringComparer.OrdinalIgnoreCase),
                _questions.Count);
            _questions.Add(question);
        }

        try
        {
            stream.Write(_answer(question));
        }
        catch (IOException)
        {
            // the client has seen enough
        }
    }
}
