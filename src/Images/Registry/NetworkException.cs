namespace Ptracer.Images.Registry;

/// <summary>What to do about a failure on the way to a server.</summary>
internal enum NetworkFailure
{
    /// <summary>It may pass: ask again.</summary>
    Passing,

    /// <summary>The other side does not speak TLS.</summary>
    NotTls,

    /// <summary>It will not pass: a name that is not there, a certificate that is not trusted.</summary>
    Lasting,
}

/// <summary>A server that could not be reached, or went away. The message is one line: what, and the remedy.</summary>
/// <param name="failure">What to do.</param>
/// <param name="message">The line.</param>
internal sealed class NetworkException(NetworkFailure failure, string message) : Exception(message)
{
    /// <summary>What to do.</summary>
    public NetworkFailure Failure { get; } = failure;

    /// <summary>How long the server asks to wait; null: it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
