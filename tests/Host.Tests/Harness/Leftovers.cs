using System.Globalization;
using System.Text;

namespace Ptracer.Host.Tests.Harness;

/// <summary>Finds what a test left behind: processes that carry its mark, and new files in /tmp of the guests' user.</summary>
internal static class Leftovers
{
    /// <summary>The variable that marks every process of a test; its value is the test's scratch directory.</summary>
    public const string Mark = "PTRACER_TEST";

    /// <summary>
    /// Processes of a test: those whose environment has its mark, or, for programs that overwrite their environment (nginx),
    /// whose working directory is in its scratch directory. A process that is only waited for has neither.
    /// </summary>
    public static IEnumerable<int> Processes(string testId)
    {
        var mark = Encoding.UTF8.GetBytes($"{Mark}={testId}\0");
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && (HasMark(entry, mark) || Link(entry, "cwd").StartsWith(testId, StringComparison.Ordinal)))
            {
                yield return pid;
            }
        }
    }

    /// <summary>A line for each process of the test: id, state, tracer, kernel function, command line.</summary>
    public static string Describe(string testId) => string.Join('\n', Processes(testId).Select(Describe));

    /// <summary>Waits for the test's processes to end; kills those that do not and answers their description.</summary>
    public static string Remaining(string testId)
    {
        var text = new StringBuilder();
        foreach (var pid in Processes(testId).ToList())
        {
            if (!Posix.WaitEnd(pid, TimeSpan.FromSeconds(10)))
            {
                text.AppendLine(Describe(pid));
                Posix.End(pid);
            }
        }

        return text.ToString();
    }

    /// <summary>The names in /tmp but those of .NET and of sessions' directories (LifecycleTests), and only those of the guests' user when others may write there at the same time.</summary>
    public static HashSet<string> TemporaryFiles()
    {
        // Only root can tell the guests' files from its own: there they have a user id to themselves.
        var find = new System.Diagnostics.ProcessStartInfo("find", ["/tmp", "-maxdepth", "1", "-mindepth", "1", "-user",
            TestPlace.UserId.ToString(CultureInfo.InvariantCulture), "-not", "-name", "*dotnet*", "-not", "-name", "ptracer-glue-*", "-not", "-name", "clr-debug*"])
        { RedirectStandardOutput = true, RedirectStandardError = true }; // a file may go while it is looked for
        using var process = System.Diagnostics.Process.Start(find)!;
        var names = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return [.. names];
    }

    /// <summary>Whether a name ends in the id of a process that lives: a file in use by a test that runs beside this one.</summary>
    public static bool IsInUse(string path) =>
        int.TryParse(path.AsSpan(path.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
        && Directory.Exists($"/proc/{pid}");

    private static string Describe(int pid)
    {
        var wanted = new[] { "State:", "TracerPid:", "PPid:", "SigBlk:", "SigIgn:" };
        var status = Read($"/proc/{pid}/status").Split('\n').Where(line => wanted.Any(line.StartsWith));
        var command = Read($"/proc/{pid}/cmdline").Replace('\0', ' ');
        return $"{pid}: {command} [{string.Join(", ", status).Replace('\t', ' ')}, in {Read($"/proc/{pid}/wchan")}]";
    }

    private static bool HasMark(string entry, byte[] mark) => Bytes(entry + "/environ").AsSpan().IndexOf(mark) >= 0;

    private static string Link(string entry, string name)
    {
        try
        {
            return new FileInfo(Path.Combine(entry, name)).LinkTarget ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Read(string path) => Encoding.UTF8.GetString(Bytes(path));

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
