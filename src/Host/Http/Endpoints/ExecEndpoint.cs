using System.Net.WebSockets;
using System.Text.Json;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Json;
using Ptracer.Host.Http.Routing;

namespace Ptracer.Host.Http.Endpoints;

/// <summary>
/// A command with a pseudo-terminal over a WebSocket. Binary messages are the terminal's bytes, both ways. Texts are JSON:
/// the client's <c>{"resize":{"columns":80,"rows":24}}</c>, and the server's <c>{"exit":0}</c>, which is its last message.
/// A client that hangs up hangs up the terminal.
/// </summary>
internal sealed class ExecEndpoint(IExecControl exec)
{
    private const int MostColumns = 4096;
    private const int ChunkBytes = 16 << 10;
    private const int LongestText = 1024; // bytes of a client's text message

    // What is left in the terminal when the command has ended is sent, but a background process may hold it open.
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(1);

    /// <summary>The route.</summary>
    public IEnumerable<Route> Routes() =>
    [
        new("GET", "/v1/guests/{guest}/exec", Run) { Query = ["command", "directory", "columns", "rows"] },
    ];

    private async Task Run(Exchange http)
    {
        WebSocketHandshake.Check(http);
        ExecRequest request = new(
            http.Query.All("command"),
            http.Query.Text("directory"),
            http.Query.Number("columns", 1, MostColumns) ?? 80,
            http.Query.Number("rows", 1, MostColumns) ?? 24);
        await using IExecSession session = exec.Start(http.Guest, request);
        using WebSocket socket = await WebSocketHandshake.Accept(http);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(http.Aborted);
        Task typed = Typed(socket, session, over);
        try
        {
            await Shown(socket, session, over.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException)
        {
            // The client is gone; disposing the session hangs up.
        }

        await over.CancelAsync();
        await typed;
    }

    // Only one frame may be sent at a time: this is the only sender.
    private static async Task Shown(WebSocket socket, IExecSession session, CancellationToken over)
    {
        using CancellationTokenSource drained = CancellationTokenSource.CreateLinkedTokenSource(over);
        _ = session.Exited.ContinueWith(
            _ => drained.CancelAfter(s_drain), over, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        byte[] chunk = new byte[ChunkBytes];
        try
        {
            while (await session.Terminal.ReadAsync(chunk, drained.Token) is > 0 and int bytes)
            {
                await socket.SendAsync(chunk.AsMemory(0, bytes), WebSocketMessageType.Binary, true, over);
            }
        }
        catch (OperationCanceledException) when (session.Exited.IsCompleted && !over.IsCancellationRequested)
        {
            // Something still holds the terminal; the command itself has ended.
        }

        ExecExit exit = new(await session.Exited.WaitAsync(over));
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(exit, ApiJson.Default.ExecExit);
        await socket.SendAsync(text.AsMemory(), WebSocketMessageType.Text, true, over);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, over);
    }

    private static async Task Typed(WebSocket socket, IExecSession session, CancellationTokenSource over)
    {
        byte[] chunk = new byte[ChunkBytes];
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult got = await socket.ReceiveAsync(chunk.AsMemory(), over.Token);
                if (got.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                if (got.MessageType == WebSocketMessageType.Binary)
                {
                    await session.Terminal.WriteAsync(chunk.AsMemory(0, got.Count), over.Token);
                }
                else if (!got.EndOfMessage || got.Count > LongestText || !Obey(chunk.AsSpan(0, got.Count), session))
                {
                    await socket.CloseOutputAsync(
                        WebSocketCloseStatus.InvalidPayloadData, "a text must be {\"resize\":{\"columns\":N,\"rows\":N}}", over.Token);
                    break;
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException)
        {
            // The client is gone, or the command is over.
        }

        await over.CancelAsync();
    }

    private static bool Obey(ReadOnlySpan<byte> text, IExecSession session)
    {
        try
        {
            TerminalSize? size = JsonSerializer.Deserialize(text, ApiJson.Strict.ExecControl)?.Resize;
            if (size is not { Columns: >= 1 and <= MostColumns, Rows: >= 1 and <= MostColumns })
            {
                return false;
            }

            session.Resize(size.Columns, size.Rows);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
