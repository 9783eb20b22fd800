using System.Runtime.InteropServices;

namespace Ptracer.Host.Cli;

/// <summary>What <c>--version</c> tells: version, engine, architecture.</summary>
internal static class VersionText
{
    /// <summary>One line with its newline.</summary>
    public static string Line()
    {
        Version? version = typeof(VersionText).Assembly.GetName().Version;
        string architecture = RuntimeInformation.ProcessArchitecture == Architecture.X64
            ? "x86-64"
            : RuntimeInformation.ProcessArchitecture.ToString();
        return $"ptracer {version?.ToString(3) ?? "0"} (engine: seccomp + ptrace; architecture: {architecture})\n";
    }
}
