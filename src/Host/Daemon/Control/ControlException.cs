namespace Ptracer.Host.Daemon.Control;

/// <summary>What kind of mistake or refusal a <see cref="ControlException"/> is.</summary>
internal enum ControlError
{
    /// <summary>A name or value is malformed (HTTP 400).</summary>
    Invalid,

    /// <summary>No such guest, unit or file (HTTP 404).</summary>
    NotFound,

    /// <summary>It exists already, is running, or is in another state than the request needs (HTTP 409).</summary>
    Conflict,

    /// <summary>The unit, its file or a policy refuses: masked, RefuseManualStart=, bad setting (HTTP 422).</summary>
    Refused,

    /// <summary>A job ran and failed: the service did not start (HTTP 200 with the job's result; CLI status 1).</summary>
    JobFailed,

    /// <summary>The system failed: disk full, permission (HTTP 507 or 500).</summary>
    Failed,
}

/// <summary>A request that cannot be done: one clear line that names the thing and the remedy.</summary>
internal sealed class ControlException(ControlError kind, string message) : Exception(message)
{
    /// <summary>What kind of failure.</summary>
    public ControlError Kind { get; } = kind;
}
