using Ptracer.Host.Daemon.Guests;

namespace Ptracer.Host.Cli;

/// <summary>What a command line of <c>run</c> asks for.</summary>
internal enum RunAction
{
    /// <summary>Run the session.</summary>
    Start,

    /// <summary>Show the help.</summary>
    ShowHelp,

    /// <summary>Show the version.</summary>
    ShowVersion,
}

/// <summary>A parsed command line of <c>run</c>.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Session">The session to run.</param>
/// <param name="Warnings">What was passed over, one line each.</param>
internal sealed record RunRequest(RunAction Action, SessionOptions Session, IReadOnlyList<string> Warnings)
{
    /// <summary>The guest that it runs in; null: a rootfs without a name.</summary>
    public StoredGuest? Guest { get; init; }
}
