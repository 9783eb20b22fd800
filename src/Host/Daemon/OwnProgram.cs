namespace Ptracer.Host.Daemon;

/// <summary>This program, to be started again as a keeper or a tracer.</summary>
internal static class OwnProgram
{
    /// <summary>The variable by which the small image tells the daemon's where it is.</summary>
    private const string Variable = "PTRACER_PROGRAM";

    /// <summary>How the variable begins in an environment.</summary>
    public static ReadOnlySpan<byte> VariablePrefix => "PTRACER_PROGRAM="u8;

    /// <summary>What to execute: its path, or, once that is gone, what this process runs.</summary>
    public static string Path =>
        (Environment.GetEnvironmentVariable(Variable) ?? Environment.ProcessPath) is { } path && File.Exists(path)
            ? path
            : "/proc/self/exe";
}
