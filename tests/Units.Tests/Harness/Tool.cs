using System.Diagnostics;

namespace Ptracer.Units.Tests;

/// <summary>Runs systemd's own tools, in English, in UTC, and as an ordinary user when the tests run as root.</summary>
internal static class Tool
{
    public static ToolResult Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null, bool unprivileged = false)
    {
        string uid = Environment.GetEnvironmentVariable("PTRACER_UID") is { Length: > 0 } given ? given : "12345";
        List<string> words = unprivileged && Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid", uid, "--regid", uid, "--clear-groups", program, .. arguments]
            : [program, .. arguments];
        ProcessStartInfo start = new(words[0], words.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["SYSTEMD_COLORS"] = "0";
        start.Environment["SYSTEMD_PAGER"] = "cat";
        start.Environment["HOME"] = "/tmp";
        foreach ((string name, string value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolResult(process.ExitCode, output, error.Result);
    }
}
