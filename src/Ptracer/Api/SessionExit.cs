namespace Ptracer;

/// <summary>How the command of a session ended.</summary>
/// <param name="ExitCode">Its exit code, 0 to 255; 0 when a signal ended it.</param>
/// <param name="Signal">The signal that ended it; 0 when it exited.</param>
public readonly record struct SessionExit(int ExitCode, int Signal)
{
    /// <summary>The status a shell would show: the exit code, or 128 plus the signal.</summary>
    public int Status => Signal == 0 ? ExitCode : 128 + Signal;
}
