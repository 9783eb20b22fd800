using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ptracer.Host.Daemon.Control;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>Server-sent events as a browser reads them: ids, resumption, heartbeats; and progress beside an upload.</summary>
public sealed class StreamTests : ApiTest
{
    private const string Journal = "/v1/guests/debian/journal";

    [Fact]
    public async Task Journal_ResumedAtAnId_MissesNothingAndRepeatsNothing()
    {
        string last;
        using (StreamReader first = await Open(Journal + "?lines=2"))
        {
            await Next(first);
            last = (await Next(first))["id"];
        }

        Daemon.FakeJournal.Say("debian", "cups.service", 6, "while nobody listened");
        using StreamReader second = await Open(Journal + "?lines=2", ("Last-Event-ID", last));
        Dictionary<string, string> entry = await Next(second);
        Assert.Equal("entry", entry["event"]);
        Assert.Contains("while nobody listened", entry["data"], StringComparison.Ordinal);
        Daemon.FakeJournal.Say("debian", "cups.service", 6, "and after");
        Assert.Contains("and after", (await Next(second))["data"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_AsJson_IsAnArrayOfAll()
    {
        JsonElement all = await Http.GetFromJsonAsync<JsonElement>(Journal, Cancel);
        Assert.Equal(6, all.GetArrayLength());
        JsonElement few = await Http.GetFromJsonAsync<JsonElement>(Journal + "?unit=cups.service&priority=6&lines=1", Cancel);
        Assert.Equal("Started CUPS Scheduler.", few[0].GetProperty("message").GetString());
        Assert.Equal(0, (await Http.GetFromJsonAsync<JsonElement>("/v1/guests/alpine/journal", Cancel)).GetArrayLength());
    }

    [Fact]
    public async Task Stream_ThatIsSilent_BeatsAndEndsWithTheClient()
    {
        using (StreamReader events = await Open("/v1/events"))
        {
            Assert.Equal(": open", await events.ReadLineAsync(Cancel));
            Assert.Equal("", await events.ReadLineAsync(Cancel));
            Assert.Equal(":", await events.ReadLineAsync(Cancel));
            Assert.Equal(1, Daemon.Watchers);
        }

        await Wait.Until(() => Daemon.Watchers == 0);
    }

    [Fact]
    public async Task Events_ChangesOfStates_ComeAsTheyHappen()
    {
        using StreamReader events = await Open("/v1/events");
        await Client.Units.Run("debian", "ssh", JobKind.Start, JobMode.Replace, Cancel);
        Assert.Contains("\"activeState\":\"activating\"", (await Next(events))["data"], StringComparison.Ordinal);
        Assert.Contains("\"activeState\":\"active\"", (await Next(events))["data"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_OfAnUnknownGuest_IsAProblem()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/v1/guests/nosuch/journal");
        request.Headers.Add("Accept", "text/event-stream");
        using HttpResponseMessage response = await Http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Stop_EndsStreamsAtOnce()
    {
        using StreamReader events = await Open("/v1/events");
        Task stop = Server.StopAsync();
        await stop.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        Assert.False(File.Exists(SocketPath));
    }

    [Fact]
    public async Task Upload_UnderWay_CanBeLookedAt()
    {
        TaskCompletionSource hold = new();
        Daemon.FakeGuests.Hold = hold.Task;
        using ByteArrayContent archive = new(new byte[300_000]);
        Task<HttpResponseMessage> upload = Http.PutAsync("/v1/guests/up", archive, Cancel);
        await Wait.Until(() => Http.GetAsync("/v1/guests/up/creation", Cancel).Result.IsSuccessStatusCode);
        using StreamReader progress = await Open("/v1/guests/up/creation");
        JsonElement last = default;
        while (last.ValueKind == JsonValueKind.Undefined || last.GetProperty("doneBytes").GetInt64() < 300_000)
        {
            Dictionary<string, string> step = await Next(progress);
            Assert.Equal("progress", step["event"]);
            last = JsonDocument.Parse(step["data"]).RootElement;
        }

        using (ByteArrayContent again = new([1]))
        using (HttpResponseMessage second = await Http.PutAsync("/v1/guests/up", again, Cancel))
        {
            Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        }

        hold.SetResult();
        using HttpResponseMessage made = await upload;
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("/v1/guests/up", made.Headers.Location?.OriginalString);
        await progress.ReadToEndAsync(Cancel);
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync("/v1/guests/up/creation", Cancel)).StatusCode);
    }

    private static async Task<Dictionary<string, string>> Next(StreamReader stream)
    {
        Dictionary<string, string> fields = [];
        while (await stream.ReadLineAsync(Cancel) is { } line)
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0)
            {
                fields[line[..colon]] = line[(colon + 2)..];
            }
            else if (line.Length == 0 && fields.Count > 0)
            {
                return fields;
            }
        }

        throw new EndOfStreamException();
    }

    private async Task<StreamReader> Open(string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/event-stream");
        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }

        HttpResponseMessage response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
    }
}
