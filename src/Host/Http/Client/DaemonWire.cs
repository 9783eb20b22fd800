using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Json;

namespace Ptracer.Host.Http.Client;

/// <summary>
/// HTTP/1.1 (RFC 9112) as the command line needs it: one request a connection, over the daemon's Unix socket. HttpClient
/// would bring proxies, cookies, TLS, HTTP/2 and 3 into the binary, and its WebSocket asks OpenSSL for random numbers.
/// </summary>
internal sealed class DaemonWire(string socketPath)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Asks for JSON, or sends JSON and gets JSON.</summary>
    public async Task<T> Json<T>(ClientRequest request, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        await using ClientResponse response = await Send(request, cancel);
        try
        {
            return await JsonSerializer.DeserializeAsync(response.Body, type, cancel) ?? throw Foreign("null");
        }
        catch (JsonException failure)
        {
            throw Foreign(failure.Message);
        }
    }

    /// <summary>As <see cref="Json"/>, for the façade's methods that do not wait.</summary>
    public T JsonNow<T>(ClientRequest request, JsonTypeInfo<T> type) =>
        Json(request, type, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Sends a request whose answer has nothing to say.</summary>
    public async Task Done(ClientRequest request, CancellationToken cancel)
    {
        await using ClientResponse response = await Send(request, cancel);
    }

    /// <summary>Sends a request, and answers with its response once that is known to be none of an error.</summary>
    /// <exception cref="ControlException">The daemon refused.</exception>
    /// <exception cref="PtracerException">There is no daemon, or it does not speak this API.</exception>
    public async Task<ClientResponse> Send(ClientRequest request, CancellationToken cancel)
    {
        NetworkStream stream = Connect();
        try
        {
            await WriteRequest(stream, request, cancel);
            ClientResponse response = await ClientResponse.Read(stream, cancel);
            if (response.Status >= 400)
            {
                ProblemDocument? problem = await JsonSerializer.DeserializeAsync(
                    response.Body, ApiJson.Default.ProblemDocument, cancel);
                throw problem is null
                    ? Foreign($"status {response.Status}")
                    : new ControlException(Problem.Kind(problem), problem.Detail);
            }

            return response;
        }
        catch (Exception failure) when (failure is JsonException or InvalidDataException or IOException)
        {
            await stream.DisposeAsync();
            throw Foreign(failure.Message);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static async Task WriteRequest(NetworkStream stream, ClientRequest request, CancellationToken cancel)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"{request.Method} {request.Target} HTTP/1.1\r\nHost: ptracer\r\n");
        foreach ((string name, string value) in request.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (request.Json is { } json)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n");
            await stream.WriteAsync((byte[])[.. s_utf8.GetBytes(head.ToString()), .. json], cancel);
            return;
        }

        if (request.Upload is { } upload)
        {
            head.Append("Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            await stream.WriteAsync(s_utf8.GetBytes(head.ToString()), cancel);
            await WriteChunks(stream, upload, request.Sent, cancel);
            return;
        }

        head.Append(request.Method == "GET" ? "\r\n" : "Content-Length: 0\r\n\r\n");
        await stream.WriteAsync(s_utf8.GetBytes(head.ToString()), cancel);
    }

    private static async Task WriteChunks(
        NetworkStream stream, Stream upload, Action<long>? sent, CancellationToken cancel)
    {
        const int ChunkBytes = 64 << 10;
        byte[] chunk = new byte[ChunkBytes];
        long total = 0;
        while (await upload.ReadAsync(chunk, cancel) is > 0 and int bytes)
        {
            try
            {
                await stream.WriteAsync(s_utf8.GetBytes(bytes.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), cancel);
                await stream.WriteAsync(chunk.AsMemory(0, bytes), cancel);
                await stream.WriteAsync("\r\n"u8.ToArray(), cancel);
            }
            catch (IOException)
            {
                return; // the daemon has read enough: its answer says why
            }

            total += bytes;
            sent?.Invoke(total);
        }

        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancel);
    }

    private NetworkStream Connect()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(socketPath));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            socket.Dispose();
            throw new PtracerException($"{socketPath}: no daemon answers there ({failure.Message}); start it with: ptracer daemon");
        }
    }

    private PtracerException Foreign(string what) =>
        new($"{socketPath}: what answers there is not ptracer's daemon of this version, or it hung up ({what}); restart the daemon");
}
