using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Conformance;

/// <summary>
/// One pass of tests/Conformance/run.sh over all programs: each is run natively in a chroot and under ptracer, and what it
/// printed is kept in files. The theory's rows only read them.
/// </summary>
public sealed class ConformanceRun : IDisposable
{
    private readonly (string Name, string Value)[] _build;
    private readonly string _results = Path.Combine(TestPlace.ScratchParent, "ptracer-conformance-" + Path.GetRandomFileName());

    /// <summary>Builds and runs every program; takes about a minute.</summary>
    public ConformanceRun()
        : this([], TestPlace.UserId)
    {
    }

    private ConformanceRun(IReadOnlyList<string> choice, uint userId, params (string Name, string Value)[] variables)
    {
        _build = [.. variables.Where(variable => variable.Name == "BITS")];
        string[] words = ["--results", _results, .. choice];
        var start = new ProcessStartInfo(Script, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PTRACER_BIN"] = TestPlace.Binary;
        start.Environment["PTRACER_ROOTFS"] = TestPlace.Rootfs;
        start.Environment["PTRACER_UID"] = userId.ToString(CultureInfo.InvariantCulture);
        foreach ((string name, string value) in variables)
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
    public ConformanceRun OnAndroid(string android, uint userId) => OnAndroidWithout("", android, userId);

    /// <summary>Some programs under an older kernel, natively and traced.</summary>
    /// <param name="forgotten">What it has not, parted by commas.</param>
    /// <param name="programs">Their names, or patterns; none: all.</param>
    public static ConformanceRun Without(string forgotten, params IReadOnlyList<string> programs) =>
        new(programs, TestPlace.UserId, ("FORGET", forgotten));

    /// <summary>All programs built for i386.</summary>
    public static ConformanceRun OfI386() => new([], TestPlace.UserId, ("BITS", "32"));

    /// <summary>The same programs with hard links emulated; what they do natively is taken from this run.</summary>
    public ConformanceRun WithEmulatedLinks() =>
        new(["--native-from", _results], TestPlace.UserId, ("OPTIONS", "--link2symlink"));

    /// <summary>Some programs on a file system of another kind, traced.</summary>
    /// <param name="place">A directory on it.</param>
    /// <param name="programs">Their names, or patterns.</param>
    public static ConformanceRun At(string place, params IReadOnlyList<string> programs) =>
        new(programs, TestPlace.UserId, ("PLACE", place));

    /// <summary>The same programs in a simulated sandbox of Android, under that kernel.</summary>
    /// <param name="forgotten">What the kernel has not.</param>
    /// <param name="android">Options of tests/Android/android-sim.</param>
    /// <param name="userId">Whom the simulator runs them as.</param>
    /// <param name="programs">Those of them that are run; none: all.</param>
    public ConformanceRun OnAndroidWithout(string forgotten, string android, uint userId, params IReadOnlyList<string> programs) =>
        new(["--native-from", _results, .. programs], userId, [("ANDROID", android), ("FORGET", forgotten), .. _build]);

    /// <summary>Some programs, where ptracer believes that the kernel lacks calls, and makes them itself.</summary>
    /// <param name="calls">Their names, parted by commas.</param>
    /// <param name="programs">Their names, or patterns.</param>
    public ConformanceRun WithOwn(string calls, params IReadOnlyList<string> programs) =>
        new(["--native-from", _results, .. programs], TestPlace.UserId, ("ABSENT", calls));

    /// <summary>The script that builds, runs and compares.</summary>
    public static string Script { get; } = Path.GetFullPath(Path.Combine(ThisDirectory(), "..", "..", "Conformance", "run.sh"));

    /// <summary>All that the script printed.</summary>
    public string Log { get; }

    /// <summary>PASS, FAIL or SKIP with a reason; null when the script did not come to the program.</summary>
    public string? Verdict(string id) => Read(id + ".verdict");

    /// <summary>Whether the script came to its end.</summary>
    public bool IsComplete => Log.Contains(" passed, ", StringComparison.Ordinal);

    /// <summary>The programs that printed something else.</summary>
    public IReadOnlyList<string> Failed() => [.. Directory.GetFiles(_results, "*.verdict").Where(file => File.ReadAllText(file).StartsWith("FAIL", StringComparison.Ordinal))
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Fails the test with what differs, unless every program was run and printed the same.</summary>
    public void AssertSame()
    {
        IReadOnlyList<string> failed = Failed();
        Assert.True(failed.Count == 0 && IsComplete, failed.Count == 0 ? Log : string.Join('\n', failed.Select(id => $"{id}: {Difference(id)}")));
    }

    /// <summary>Skips the test with the reason why a program was not run, or fails it with what differs, unless it printed the same.</summary>
    public void AssertSame(string id)
    {
        string? verdict = Verdict(id);
        if (verdict?.StartsWith("SKIP", StringComparison.Ordinal) == true)
        {
            Assert.Skip(verdict["SKIP".Length..].Trim());
        }

        Assert.True(verdict == "PASS", verdict is null ? Log : Difference(id));
    }

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
