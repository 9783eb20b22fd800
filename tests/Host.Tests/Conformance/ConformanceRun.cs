using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Ptracer.Host.Tests.Harness;

namespace Ptracer.Host.Tests.Conformance;

/// <summary>
/// One pass of tests/Conformance/run.sh over all programs: each is run natively in a chroot and under ptracer, and what it
/// printed is kept in files. The theory's rows only read them.
/// </summary>
public sealed class ConformanceRun : IDisposable
{
    private readonly string _results = Path.Combine(TestPlace.ScratchParent, "ptracer-conformance-" + Path.GetRandomFileName());

    /// <summary>Builds and runs every program; takes about a minute.</summary>
    public ConformanceRun()
        : this(null, TestPlace.UserId, [], [])
    {
    }

    private ConformanceRun(ConformanceRun? native, uint userId, string[] patterns, Dictionary<string, string> environment)
    {
        string[] words = ["--results", _results, .. native is null ? [] : (string[])["--native-from", native._results], .. patterns];
        var start = new ProcessStartInfo(Script, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PTRACER_BIN"] = TestPlace.Binary;
        start.Environment["PTRACER_ROOTFS"] = TestPlace.Rootfs;
        start.Environment["PTRACER_UID"] = userId.ToString(CultureInfo.InvariantCulture);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Log = output + errors.Result;
    }

    /// <summary>The same programs in a simulated sandbox of Android; what they do natively is taken from this run.</summary>
    /// <param name="android">Options of tests/Android/android-sim.</param>
    /// <param name="userId">Whom the simulator runs them as.</param>
    public ConformanceRun OnAndroid(string android, uint userId) => new(this, userId, [], new() { ["ANDROID"] = android });

    /// <summary>Some programs, where ptracer believes that the kernel lacks calls, and makes them itself.</summary>
    /// <param name="calls">Their names, parted by commas.</param>
    /// <param name="patterns">The programs.</param>
    public ConformanceRun Without(string calls, params string[] patterns) =>
        new(this, TestPlace.UserId, patterns, new() { ["ABSENT"] = calls });

    /// <summary>The script that builds, runs and compares.</summary>
    public static string Script { get; } = Path.GetFullPath(Path.Combine(ThisDirectory(), "..", "..", "Conformance", "run.sh"));

    /// <summary>All that the script printed.</summary>
    public string Log { get; }

    /// <summary>PASS, FAIL or SKIP with a reason; null when the script did not come to the program.</summary>
    public string? Verdict(string id) => Read(id + ".verdict");

    /// <summary>What differs, as a unified diff from the native output to the traced one.</summary>
    public string Difference(string id) => Read(id + ".diff") ?? "";

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(_results))
        {
            Directory.Delete(_results, recursive: true);
        }
    }

    private static string ThisDirectory([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;

    private string? Read(string name)
    {
        var path = Path.Combine(_results, name);
        return File.Exists(path) ? File.ReadAllText(path).TrimEnd() : null;
    }
}
