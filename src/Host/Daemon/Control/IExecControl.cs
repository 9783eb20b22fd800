namespace Ptracer.Host.Daemon.Control;

/// <summary>Commands in guests with a pseudo-terminal.</summary>
internal interface IExecControl
{
    /// <summary>Starts a command.</summary>
    IExecSession Start(string guest, ExecRequest request);
}

/// <summary>What to run.</summary>
/// <param name="Command">Its words; empty: the user's shell, as a login shell.</param>
/// <param name="WorkingDirectory">The guest path to start in, or null.</param>
/// <param name="Columns">The terminal's width.</param>
/// <param name="Rows">The terminal's height.</param>
internal sealed record ExecRequest(IReadOnlyList<string> Command, string? WorkingDirectory, int Columns, int Rows);

/// <summary>A running command; disposing it hangs up, and kills what is left of it.</summary>
internal interface IExecSession : IAsyncDisposable
{
    /// <summary>What it writes (0 bytes: it closed its terminal), and what is typed.</summary>
    Stream Terminal { get; }

    /// <summary>Ends with its exit status: the code, or 128 and the signal.</summary>
    Task<int> Exited { get; }

    /// <summary>Tells it the terminal's size.</summary>
    void Resize(int columns, int rows);
}
