using System.Diagnostics;
using Xunit;

namespace Ptracer.Host.Tests.Harness;

/// <summary>Runs a command of the host, as the suite's own user.</summary>
internal static class HostCommand
{
    /// <summary>Runs it and answers its output; fails the test when its status is not 0.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: status {process.ExitCode}: {errors.Result}");
        return output;
    }
}
