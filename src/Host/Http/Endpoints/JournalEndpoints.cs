using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Json;
using Ptracer.Host.Http.Routing;

namespace Ptracer.Host.Http.Endpoints;

/// <summary>What services of guests have said; a guest may use it for itself.</summary>
internal sealed class JournalEndpoints(IJournalControl journal, TimeSpan heartbeat)
{
    private const string Journal = "/v1/guests/{guest}/journal";
    private const int LeastImportant = 7; // LOG_DEBUG
    private const int FlushAt = 64 << 10; // bytes

    /// <summary>The routes.</summary>
    public IEnumerable<Route> Routes() =>
    [
        new("GET", Journal, Read)
        {
            Access = RouteAccess.Guest,
            Query = ["unit", "since", "until", "priority", "grep", "lines", "after", "follow"],
        },
        new("GET", Journal + "/usage", http =>
            http.Json(new UsagePayload(journal.DiskUsage(http.Guest)), ApiJson.Default.UsagePayload))
        { Access = RouteAccess.Guest },
    ];

    /// <summary>The query of a request, as <see cref="Request"/> reads it.</summary>
    internal static string Query(JournalRequest request)
    {
        List<string> parts = [.. request.Units.Select(unit => $"unit={Uri.EscapeDataString(unit)}")];
        Add("since", request.Since?.ToString("O", CultureInfo.InvariantCulture));
        Add("until", request.Until?.ToString("O", CultureInfo.InvariantCulture));
        Add("priority", request.Priority?.ToString(CultureInfo.InvariantCulture));
        Add("grep", request.Grep);
        Add("lines", request.Lines?.ToString(CultureInfo.InvariantCulture));
        Add("after", request.AfterCursor);
        Add("follow", request.Follow ? null : "false");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }

    // A client that resumes has the entries up to its last one: the number of lines meant its first connection.
    private static JournalRequest Request(Exchange http)
    {
        QueryValues query = http.Query;
        string? resumeAt = http.Headers["Last-Event-ID"].ToString() is { Length: > 0 } id && http.WantsEvents ? id : null;
        return new JournalRequest
        {
            Units = query.All("unit"),
            Since = query.Time("since"),
            Until = query.Time("until"),
            Priority = query.Number("priority", 0, LeastImportant),
            Grep = query.Text("grep"),
            Lines = resumeAt is null ? query.Number("lines", 0, int.MaxValue) : null,
            AfterCursor = resumeAt ?? query.Text("after"),
            Follow = http.WantsEvents && (query.Text("follow") is null || query.Flag("follow")),
        };
    }

    private async Task Read(Exchange http)
    {
        JournalRequest request = Request(http);
        if (http.WantsEvents)
        {
            await new ServerSentEvents(http, heartbeat).Send(
                journal.Read(http.Guest, request, http.Aborted), "entry", entry => entry.Cursor,
                ApiJson.Default.JournalEntryInfo);
            return;
        }

        if (http.Query.Flag("follow"))
        {
            throw ProblemException.Invalid($"follow: needs Accept: {ServerSentEvents.ContentType}");
        }

        await WriteArray(http, journal.Read(http.Guest, request, http.Aborted));
    }

    private static async Task WriteArray(Exchange http, IAsyncEnumerable<JournalEntryInfo> entries)
    {
        await using IAsyncEnumerator<JournalEntryInfo> source = entries.GetAsyncEnumerator(http.Aborted);
        bool hasMore = await source.MoveNextAsync(); // a failure is a problem document as long as nothing was sent
        await http.Start(200, "application/json");
        http.Writer.Write("["u8);
        ReadOnlyMemory<byte> separator = default;
        for (; hasMore; hasMore = await source.MoveNextAsync())
        {
            http.Writer.Write(separator.Span);
            http.Writer.Write(JsonSerializer.SerializeToUtf8Bytes(source.Current, ApiJson.Default.JournalEntryInfo));
            separator = ",\n"u8.ToArray();
            if (http.Writer.UnflushedBytes > FlushAt)
            {
                await http.Writer.FlushAsync(http.Aborted);
            }
        }

        http.Writer.Write("]\n"u8);
        await http.Writer.FlushAsync(http.Aborted);
    }
}
