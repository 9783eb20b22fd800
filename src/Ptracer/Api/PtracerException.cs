namespace Ptracer;

/// <summary>A session that could not start; the message is one line that says what is wrong and what to do.</summary>
public sealed class PtracerException : Exception
{
    /// <summary>The status of a failure of ptracer itself: a bad option, rootfs or binding.</summary>
    public const int Failed = 125;

    /// <summary>The status when the command was found but cannot be executed.</summary>
    public const int NotExecutable = 126;

    /// <summary>The status when the command was not found.</summary>
    public const int NotFound = 127;

    /// <summary>Makes a failure with the status that the process should exit with.</summary>
    /// <param name="status">125, 126 or 127.</param>
    /// <param name="message"><c>thing: what is wrong; remedy</c>, without a newline.</param>
    public PtracerException(int status, string message)
        : base(message) => Status = status;

    /// <summary>Makes a failure of ptracer itself, status 125.</summary>
    public PtracerException()
        : this(Failed, "ptracer failed")
    {
    }

    /// <summary>Makes a failure of ptracer itself, status 125.</summary>
    /// <param name="message"><c>thing: what is wrong; remedy</c>, without a newline.</param>
    public PtracerException(string message)
        : this(Failed, message)
    {
    }

    /// <summary>Makes a failure of ptracer itself, status 125.</summary>
    /// <param name="message"><c>thing: what is wrong; remedy</c>, without a newline.</param>
    /// <param name="innerException">What caused it.</param>
    public PtracerException(string message, Exception innerException)
        : base(message, innerException) => Status = Failed;

    /// <summary>The exit status: 125 ptracer failed, 126 not executable, 127 not found.</summary>
    public int Status { get; }
}
