using System.Text.Json;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Json;
using Ptracer.Host.Http.Routing;

namespace Ptracer.Host.Http.Endpoints;

/// <summary>Guests: what there is, their settings, creation and removal.</summary>
internal sealed class GuestEndpoints(IGuestControl guests, Creations creations, TimeSpan heartbeat)
{
    private const string Guest = "/v1/guests/{guest}";

    /// <summary>The routes.</summary>
    public IEnumerable<Route> Routes() =>
    [
        new("GET", "/v1/guests", http => http.Json(guests.List(), ApiJson.Default.IReadOnlyListGuestInfo)),
        new("POST", "/v1/guests", Create) { HasBody = true },
        new("GET", Guest, http => http.Json(guests.Get(http.Guest), ApiJson.Default.GuestInfo)),
        new("PUT", Guest, Upload) { HasBody = true, Query = ["settings"] },
        new("DELETE", Guest, async http =>
        {
            await guests.Remove(http.Guest, http.Aborted);
            http.NoContent();
        }),
        new("GET", Guest + "/creation", Creation),
        new("GET", Guest + "/settings", http =>
            http.Json(guests.Get(http.Guest).Settings, ApiJson.Default.GuestSettings)),
        new("PUT", Guest + "/settings", async http =>
        {
            GuestSettings settings = (await http.ReadJson(ApiJson.Strict.SettingsPayload)).Checked();
            await http.Json(guests.Set(http.Guest, settings), ApiJson.Default.GuestInfo);
        })
        { HasBody = true },
        new("POST", Guest + "/clone", async http =>
        {
            string copy = (await http.ReadJson(ApiJson.Strict.NamePayload)).Name;
            await Made(http, await guests.Clone(http.Guest, copy, http.Aborted));
        })
        { HasBody = true },
        new("POST", Guest + "/rename", async http =>
        {
            string name = (await http.ReadJson(ApiJson.Strict.NamePayload)).Name;
            await http.Json(guests.Rename(http.Guest, name), ApiJson.Default.GuestInfo);
        })
        { HasBody = true },
        new("POST", Guest + "/start", async http =>
        {
            await guests.Start(http.Guest, http.Aborted);
            http.NoContent();
        }),
        new("POST", Guest + "/stop", async http =>
        {
            await guests.Stop(http.Guest, http.Aborted);
            http.NoContent();
        }),
    ];

    private static Task Made(Exchange http, GuestInfo made)
    {
        http.ResponseHeaders.Location = $"/v1/guests/{Uri.EscapeDataString(made.Name)}";
        return http.Json(made, ApiJson.Default.GuestInfo, 201);
    }

    private async Task Create(Exchange http)
    {
        CreateRequest body = await http.ReadJson(ApiJson.Strict.CreateRequest);
        if ((body.Rootfs is null) == (body.From is null))
        {
            throw ProblemException.Invalid("give either rootfs (used in place) or from (copied)");
        }

        GuestCreation creation = new(body.Name, body.Rootfs, body.From, (body.Settings ?? new SettingsPayload()).Checked());
        using Creations.Entry entry = creations.Begin(body.Name);
        if (!http.WantsEvents)
        {
            await Made(http, await guests.Create(creation, entry, http.Aborted));
            return;
        }

        // The stream ends with the event `created` or, since the status is sent by then, with the event `problem`.
        Task<GuestInfo> making = guests.Create(creation, entry, http.Aborted);
        ServerSentEvents events = new(http, heartbeat);
        await events.Send(entry.Watch(making, http.Aborted), "progress", null, ApiJson.Default.CreationProgress);
        try
        {
            events.Write("created", null, await making, ApiJson.Default.GuestInfo);
        }
        catch (ControlException failure)
        {
            events.Write("problem", null, Problem.Of(failure), ApiJson.Default.ProblemDocument);
        }

        await http.Writer.FlushAsync(http.Aborted);
    }

    private async Task Upload(Exchange http)
    {
        GuestSettings settings = new();
        if (http.Query.Text("settings") is { } text)
        {
            try
            {
                settings = (JsonSerializer.Deserialize(text, ApiJson.Strict.SettingsPayload) ?? new SettingsPayload()).Checked();
            }
            catch (JsonException)
            {
                throw ProblemException.Invalid("settings: is not the JSON of a guest's settings; see /openapi.json");
            }
        }

        http.LimitBody(null);
        using Creations.Entry entry = creations.Begin(http.Guest);
        await Made(http, await guests.Upload(http.Guest, http.Body, settings, entry, http.Aborted));
    }

    private async Task Creation(Exchange http)
    {
        Creations.Entry entry = creations.Find(http.Guest)
            ?? throw new ProblemException(404, $"{http.Guest}: no guest of this name is being made");
        if (http.WantsEvents)
        {
            await new ServerSentEvents(http, heartbeat).Send(
                entry.Watch(http.Aborted), "progress", null, ApiJson.Default.CreationProgress);
            return;
        }

        await http.Json(entry.Last, ApiJson.Default.CreationProgress);
    }
}
