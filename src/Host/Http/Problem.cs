using System.Text.Json;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Json;

namespace Ptracer.Host.Http;

/// <summary>Errors as the client sees them: application/problem+json (RFC 9457).</summary>
internal static class Problem
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>The status of a failure of the façade.</summary>
    public static int Status(ControlError kind) => kind switch
    {
        ControlError.Invalid => 400,
        ControlError.NotFound => 404,
        ControlError.Conflict => 409,
        ControlError.Refused => 422,
        ControlError.JobFailed => 424,
        _ => 500,
    };

    /// <summary>The word of a kind of failure.</summary>
    public static string Word(ControlError kind) => kind switch
    {
        ControlError.Invalid => "invalid",
        ControlError.NotFound => "not-found",
        ControlError.Conflict => "conflict",
        ControlError.Refused => "refused",
        ControlError.JobFailed => "job-failed",
        _ => "failed",
    };

    /// <summary>The kind of failure that a document tells of.</summary>
    public static ControlError Kind(ProblemDocument problem) => problem switch
    {
        { Kind: "conflict" } or { Status: 409 } => ControlError.Conflict,
        { Kind: "refused" } or { Status: 401 or 403 } => ControlError.Refused,
        { Kind: "job-failed" } => ControlError.JobFailed,
        { Kind: "not-found" } or { Status: 404 } => ControlError.NotFound,
        { Status: >= 400 and < 500 } => ControlError.Invalid,
        _ => ControlError.Failed,
    };

    /// <summary>The title of a status: its reason phrase by RFC 9110.</summary>
    public static string Title(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        411 => "Length Required",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        424 => "Failed Dependency",
        426 => "Upgrade Required",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Error",
    };

    /// <summary>The document.</summary>
    public static ProblemDocument Document(int status, string detail, string? kind = null) =>
        new("about:blank", Title(status), status, detail, kind);

    /// <summary>What is wrong with a body that Kestrel refuses while it is being read.</summary>
    public static string BodyDetail(int status) => status switch
    {
        408 => "the body arrived too slowly; send it again",
        413 => "the body is too large",
        _ => "the body is not framed as RFC 9112 says; check Content-Length and Transfer-Encoding",
    };

    /// <summary>The document of a failure of the façade.</summary>
    public static ProblemDocument Of(ControlException failure) =>
        Document(Status(failure.Kind), failure.Message, Word(failure.Kind));

    /// <summary>The document as JSON.</summary>
    public static byte[] Bytes(int status, string detail, string? kind = null) =>
        JsonSerializer.SerializeToUtf8Bytes(Document(status, detail, kind), ApiJson.Default.ProblemDocument);
}

/// <summary>A request that is answered with an error status.</summary>
internal sealed class ProblemException(int status, string detail, string? kind = null) : Exception(detail)
{
    /// <summary>The status.</summary>
    public int Status { get; } = status;

    /// <summary>The façade's word for it, when it comes from there.</summary>
    public string? Kind { get; } = kind;

    /// <summary>A value of the request is wrong.</summary>
    public static ProblemException Invalid(string detail) => new(400, detail);
}
