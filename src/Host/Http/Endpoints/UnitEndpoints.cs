using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Json;
using Ptracer.Host.Http.Routing;

namespace Ptracer.Host.Http.Endpoints;

/// <summary>Units and unit files of guests.</summary>
internal sealed class UnitEndpoints(IUnitControl units)
{
    private const string Guest = "/v1/guests/{guest}";
    private const string Unit = Guest + "/units/{unit}";

    /// <summary>The routes; a guest may use them for itself.</summary>
    public IEnumerable<Route> Routes() =>
        Reading().Concat(Changing()).Select(route => route with { Access = RouteAccess.Guest });

    private IEnumerable<Route> Reading() =>
    [
        new("GET", Guest + "/units", async http =>
            await http.Json(await units.List(http.Guest, http.Aborted), ApiJson.Default.IReadOnlyListUnitInfo)),
        new("GET", Guest + "/unit-files", async http =>
            await http.Json(await units.ListFiles(http.Guest, http.Aborted), ApiJson.Default.IReadOnlyListUnitFileInfo)),
        new("GET", Guest + "/default-target", async http =>
            await http.Json(
                new TargetPayload(await units.GetDefault(http.Guest, http.Aborted)), ApiJson.Default.TargetPayload)),
        new("GET", Unit, async http =>
            await http.Json(await units.Get(http.Guest, http.Unit, http.Aborted), ApiJson.Default.UnitInfo)),
        new("GET", Unit + "/properties", async http =>
            await http.Json(
                await units.Show(http.Guest, http.Unit, http.Aborted),
                ApiJson.Default.IReadOnlyListKeyValuePairStringString)),
        new("GET", Unit + "/files", async http =>
            await http.Json(await units.Cat(http.Guest, http.Unit, http.Aborted), ApiJson.Default.IReadOnlyListUnitText)),
        new("GET", Unit + "/dependencies", async http =>
            await http.Json(
                await units.Dependencies(http.Guest, http.Unit, http.Query.Flag("reverse"), http.Aborted),
                ApiJson.Default.IReadOnlyListUnitEdge))
        { Query = ["reverse"] },
        new("GET", Unit + "/findings", async http =>
            await http.Json(
                await units.Verify(http.Guest, http.Unit, http.Aborted), ApiJson.Default.IReadOnlyListVerifyFinding)),
    ];

    private IEnumerable<Route> Changing() =>
    [
        new("POST", Unit + "/jobs", Job) { HasBody = true },
        new("POST", Unit + "/kill", Kill) { HasBody = true },
        new("POST", Unit + "/reset-failed", async http =>
        {
            await units.ResetFailed(http.Guest, http.Unit, http.Aborted);
            http.NoContent();
        }),
        new("POST", Guest + "/reset-failed", async http =>
        {
            await units.ResetFailed(http.Guest, null, http.Aborted);
            http.NoContent();
        }),
        new("POST", Guest + "/daemon-reload", async http =>
        {
            await units.Reload(http.Guest, http.Aborted);
            http.NoContent();
        }),
        new("POST", Guest + "/unit-files", ChangeFiles) { HasBody = true },
        new("PUT", Guest + "/default-target", async http =>
        {
            TargetPayload body = await http.ReadJson(ApiJson.Strict.TargetPayload);
            await http.Json(
                await units.SetDefault(http.Guest, body.Target, http.Aborted), ApiJson.Default.UnitFileChanges);
        })
        { HasBody = true },
    ];

    private async Task Job(Exchange http)
    {
        JobRequest body = await http.ReadJson(ApiJson.Strict.JobRequest);
        JobResult result;
        try
        {
            result = await units.Run(http.Guest, http.Unit, Words.Kind(body.Kind), Words.Mode(body.Mode), http.Aborted);
        }
        catch (ControlException failure) when (failure.Kind == ControlError.JobFailed)
        {
            result = new JobResult("failed", failure.Message);
        }

        await http.Json(result, ApiJson.Default.JobResult);
    }

    private async Task Kill(Exchange http)
    {
        const int LastSignal = 64;
        KillRequest body = await http.ReadJson(ApiJson.Strict.KillRequest);
        if (body.Signal is < 1 or > LastSignal)
        {
            throw ProblemException.Invalid($"signal: must be from 1 to {LastSignal}");
        }

        if (body.Whom is not ("main" or "control" or "all"))
        {
            throw ProblemException.Invalid("whom: must be main, control or all");
        }

        await units.Kill(http.Guest, http.Unit, body.Signal, body.Whom, http.Aborted);
        http.NoContent();
    }

    private async Task ChangeFiles(Exchange http)
    {
        UnitFilesRequest body = await http.ReadJson(ApiJson.Strict.UnitFilesRequest);
        if (body.Units.Count == 0 || body.Units.Any(unit => unit is null))
        {
            throw ProblemException.Invalid("units: must be a list of at least one unit's name");
        }

        UnitFileChanges changes = await units.ChangeFiles(
            http.Guest, Words.Verb(body.Verb), body.Units, body.Runtime, http.Aborted);
        await http.Json(changes, ApiJson.Default.UnitFileChanges);
    }
}
