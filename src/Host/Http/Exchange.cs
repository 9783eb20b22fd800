using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Ptracer.Host.Http.Listeners;
using Ptracer.Host.Http.Routing;

namespace Ptracer.Host.Http;

/// <summary>A request and its answer, on Kestrel's features.</summary>
internal sealed class Exchange
{
    private const int JsonLimit = 1 << 20; // bytes of a JSON body
    private const string JsonType = "application/json";

    private readonly IHttpRequestFeature _request;
    private readonly IHttpResponseFeature _response;
    private readonly IHttpResponseBodyFeature _body;

    /// <summary>Wraps the features of a request.</summary>
    public Exchange(IFeatureCollection features)
    {
        Features = features;
        _request = features.Get<IHttpRequestFeature>()!;
        _response = features.Get<IHttpResponseFeature>()!;
        _body = features.Get<IHttpResponseBodyFeature>()!;
        Audience = features.Get<Audience>()!;
    }

    /// <summary>Kestrel's features, for what is rare.</summary>
    public IFeatureCollection Features { get; }

    /// <summary>Who asks.</summary>
    public Audience Audience { get; }

    /// <summary>The method.</summary>
    public string Method => _request.Method;

    /// <summary>The path, decoded.</summary>
    public string Path => _request.Path;

    /// <summary>The query with its question mark, or empty.</summary>
    public string QueryString => _request.QueryString;

    /// <summary>The request's headers.</summary>
    public IHeaderDictionary Headers => _request.Headers;

    /// <summary>The values of the route's template.</summary>
    public RouteValues Route { get; set; } = RouteValues.Empty;

    /// <summary>The guest that the request is about; on a guest's own socket always that guest.</summary>
    public string Guest => Audience.Guest ?? Route.Find("guest")!;

    /// <summary>The unit that the request is about.</summary>
    public string Unit => Route.Find("unit")!;

    /// <summary>The query's parameters.</summary>
    public QueryValues Query { get; set; } = QueryValues.Empty;

    /// <summary>Ends when the client hangs up or the server stops.</summary>
    public CancellationToken Aborted { get; set; }

    /// <summary>Whether the head of the answer is on its way already.</summary>
    public bool HasStarted => _response.HasStarted;

    /// <summary>The answer's headers.</summary>
    public IHeaderDictionary ResponseHeaders => _response.Headers;

    /// <summary>Where the answer's body is written to.</summary>
    public PipeWriter Writer => _body.Writer;

    /// <summary>The request's body.</summary>
    public Stream Body => _request.Body;

    /// <summary>Whether the client prefers server-sent events.</summary>
    public bool WantsEvents => Headers.Accept.ToString().Contains(ServerSentEvents.ContentType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Sets how many bytes the request's body may have; null: no limit.</summary>
    public void LimitBody(long? bytes)
    {
        IHttpMaxRequestBodySizeFeature? limit = Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false })
        {
            limit.MaxRequestBodySize = bytes;
        }
    }

    /// <summary>Sends the head of an answer whose body is written to <see cref="Writer"/>.</summary>
    public async Task Start(int status, string contentType, long? length = null)
    {
        _response.StatusCode = status;
        _response.Headers.ContentType = contentType;
        _response.Headers.ContentLength = length;
        if (_response.Headers.CacheControl.Count == 0)
        {
            _response.Headers.CacheControl = "no-store";
        }

        await _body.StartAsync(Aborted);
    }

    /// <summary>Answers with bytes.</summary>
    public async Task Bytes(int status, string contentType, ReadOnlyMemory<byte> bytes)
    {
        await Start(status, contentType, bytes.Length);
        if (Method != "HEAD")
        {
            await Writer.WriteAsync(bytes, Aborted);
        }
    }

    /// <summary>Answers with JSON.</summary>
    public Task Json<T>(T value, JsonTypeInfo<T> type, int status = 200) =>
        Bytes(status, JsonType, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>Answers that it is done, with nothing to say.</summary>
    public void NoContent() => _response.StatusCode = 204;

    /// <summary>Answers with a status and no body.</summary>
    public void Empty(int status)
    {
        _response.StatusCode = status;
        _response.Headers.ContentLength = 0;
    }

    /// <summary>Answers with a problem document; false when another answer is on its way already.</summary>
    public async Task<bool> TryProblem(int status, string detail, string? kind = null)
    {
        if (HasStarted)
        {
            return false;
        }

        await Bytes(status, Problem.ContentType, Problem.Bytes(status, detail, kind));
        return true;
    }

    /// <summary>Reads a JSON body.</summary>
    /// <exception cref="ProblemException">It is no JSON of this type, or too large.</exception>
    public async Task<T> ReadJson<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (!IsJson(Headers.ContentType.ToString()))
        {
            throw new ProblemException(415, $"the body must be JSON; send Content-Type: {JsonType}");
        }

        LimitBody(JsonLimit);
        try
        {
            return await JsonSerializer.DeserializeAsync(Body, type, Aborted)
                ?? throw ProblemException.Invalid("the body is null; an object is needed");
        }
        catch (JsonException failure)
        {
            string place = failure.Path is null ? "" : string.Create(CultureInfo.InvariantCulture, $" at {failure.Path}");
            throw ProblemException.Invalid($"the body is not the JSON that is needed{place}; see /openapi.json");
        }
    }

    /// <summary>Sends what is left of the answer; of a connection that was upgraded, nothing is.</summary>
    public Task Complete() => _response.StatusCode == 101 ? Task.CompletedTask : _body.CompleteAsync();

    /// <summary>Ends the connection at once: the answer cannot be finished and must not look whole.</summary>
    public void Abort() => Features.Get<IHttpRequestLifetimeFeature>()!.Abort();

    private static bool IsJson(string contentType)
    {
        ReadOnlySpan<char> type = contentType.AsSpan();
        int parameters = type.IndexOf(';');
        return (parameters < 0 ? type : type[..parameters]).Trim().Equals(JsonType, StringComparison.OrdinalIgnoreCase);
    }
}
