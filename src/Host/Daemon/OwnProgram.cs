namespace Ptracer.Host.Daemon;

/// <summary>This program, to be started again as a keeper or a tracer.</summary>
internal static class OwnProgram
{
    /// <summary>What to execute: its path, or, once it has been replaced by an upgrade, what this process runs.</summary>
    public static string Path => Environment.ProcessPath is { } path && File.Exists(path) ? path : "/proc/self/exe";
}
