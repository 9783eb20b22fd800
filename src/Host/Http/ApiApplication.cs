using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Listeners;
using Ptracer.Host.Http.Routing;

namespace Ptracer.Host.Http;

/// <summary>Answers requests: finds the route, asks the gate, runs the endpoint, and makes a problem of every failure.</summary>
internal sealed class ApiApplication(RouteTable routes, Gate gate, CancellationToken stopping) : IHttpApplication<Exchange>
{
    /// <inheritdoc/>
    public Exchange CreateContext(IFeatureCollection contextFeatures) => new(contextFeatures);

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(Exchange context)
    {
        RequestActivity activity = context.Features.Get<RequestActivity>()!;
        activity.IsAnswering = true;
        IHttpRequestLifetimeFeature lifetime = context.Features.Get<IHttpRequestLifetimeFeature>()!;
        using CancellationTokenSource aborted =
            CancellationTokenSource.CreateLinkedTokenSource(lifetime.RequestAborted, stopping);
        context.Aborted = aborted.Token;
        try
        {
            await Answer(context);
            await context.Complete();
        }
        catch (Exception) when (lifetime.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Refuse(context, 503, "the daemon is stopping; try again when it runs");
        }
        catch (Exception failure)
        {
            await Explain(context, failure);
        }
        finally
        {
            activity.IsAnswering = false;
        }
    }

    /// <inheritdoc/>
    public void DisposeContext(Exchange context, Exception? exception)
    {
        // What a request holds, its endpoint has disposed of.
    }

    private async Task Answer(Exchange http)
    {
        http.ResponseHeaders.XContentTypeOptions = "nosniff";
        RouteMatch match = routes.Find(http.Method, http.Path);
        gate.Check(http, match);
        if (match.Route is null)
        {
            if (match.Allowed.Count == 0)
            {
                throw new ProblemException(404, "there is nothing at this path; see /openapi.json");
            }

            string allowed = string.Join(", ", match.Allowed);
            http.ResponseHeaders.Allow = allowed;
            throw new ProblemException(405, $"this path takes {allowed} only");
        }

        http.Route = match.Values;
        http.Query = QueryValues.Parse(http.QueryString, match.Route.Query);
        await match.Route.Answer(http);
    }

    private static Task Explain(Exchange http, Exception failure) => failure switch
    {
        ProblemException problem => Refuse(http, problem.Status, problem.Message),
        ControlException control => Refuse(http, Problem.Status(control.Kind), control.Message, Problem.Word(control.Kind)),
        PtracerException failed => Refuse(http, 500, failed.Message, Problem.Word(ControlError.Failed)),
        BadHttpRequestException bad => Refuse(http, bad.StatusCode, Problem.BodyDetail(bad.StatusCode)),
        _ => Refuse(http, 500, $"internal error: {failure.GetType().Name}; this is a bug of ptracer, please report it"),
    };

    // Part of another answer may be on its way: then only hanging up says that it is not whole.
    private static async Task Refuse(Exchange http, int status, string detail, string? kind = null)
    {
        try
        {
            if (!await http.TryProblem(status, detail, kind))
            {
                http.Abort();
                return;
            }

            await http.Complete();
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            http.Abort();
        }
    }
}
