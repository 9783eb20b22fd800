using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ptracer.Host.Http;

/// <summary>A stream of server-sent events (HTML standard, section 9.2).</summary>
internal sealed class ServerSentEvents(Exchange exchange, TimeSpan heartbeat)
{
    /// <summary>The media type.</summary>
    public const string ContentType = "text/event-stream";

    /// <summary>
    /// Sends items until they end or the client hangs up. The head goes out once the source is being read, so that a
    /// client that has the head misses nothing.
    /// </summary>
    /// <param name="items">What to send.</param>
    /// <param name="name">The events' name.</param>
    /// <param name="id">An item's id, with which a client resumes; null: there is none.</param>
    /// <param name="type">How an item is written.</param>
    public async Task Send<T>(IAsyncEnumerable<T> items, string name, Func<T, string>? id, JsonTypeInfo<T> type)
    {
        await using IAsyncEnumerator<T> source = items.GetAsyncEnumerator(exchange.Aborted);
        Task<bool> next = source.MoveNextAsync().AsTask();
        if (next.IsFaulted)
        {
            await next; // the answer is a problem document, not a stream
        }

        await exchange.Start(200, ContentType);
        exchange.Writer.Write(": open\n\n"u8);
        while (true)
        {
            await Flush(next);
            if (!await next)
            {
                return;
            }

            Write(name, id?.Invoke(source.Current), source.Current, type);
            next = source.MoveNextAsync().AsTask();
        }
    }

    /// <summary>Writes one event; it goes out with the next flush.</summary>
    public void Write<T>(string name, string? id, T data, JsonTypeInfo<T> type)
    {
        PipeWriter writer = exchange.Writer;
        if (id is not null)
        {
            writer.Write(Encoding.UTF8.GetBytes($"id: {id}\n"));
        }

        writer.Write(Encoding.UTF8.GetBytes($"event: {name}\ndata: "));
        writer.Write(JsonSerializer.SerializeToUtf8Bytes(data, type));
        writer.Write("\n\n"u8);
    }

    /// <summary>Flushes what is written when nothing more is there at once, and keeps the connection alive meanwhile.</summary>
    public async Task Flush(Task next)
    {
        const int Full = 64 << 10; // bytes that are flushed although more is there
        if (next.IsCompleted && exchange.Writer.CanGetUnflushedBytes && exchange.Writer.UnflushedBytes < Full)
        {
            return;
        }

        await exchange.Writer.FlushAsync(exchange.Aborted);
        while (!next.IsCompleted)
        {
            using CancellationTokenSource pause = CancellationTokenSource.CreateLinkedTokenSource(exchange.Aborted);
            Task beat = Task.Delay(heartbeat, pause.Token);
            if (await Task.WhenAny(next, beat) == next)
            {
                await pause.CancelAsync();
                return;
            }

            exchange.Aborted.ThrowIfCancellationRequested();
            exchange.Writer.Write(":\n\n"u8);
            await exchange.Writer.FlushAsync(exchange.Aborted);
        }
    }
}
