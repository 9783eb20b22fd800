using Ptracer.Host.Tests.Harness;

namespace Ptracer.Host.Tests.Android;

/// <summary>
/// How the Android app starts ptracer. tests/Android/contract.txt is what `scripts/apk.sh contract` prints for the simulator's
/// directories; `./build.sh apk` fails when the app's classes say something else.
/// </summary>
internal sealed class AppContract
{
    private readonly string[] _lines = File.ReadAllLines(Path.Combine(TestPlace.SourceRoot(), "tests", "Android", "contract.txt"));

    /// <summary>Directories that are made before.</summary>
    public IEnumerable<string> Directories => Values("dir");

    /// <summary>The whole environment, NAME=VALUE each.</summary>
    public IEnumerable<string> Environment => Values("env");

    /// <summary>The daemon's command line, the executable first.</summary>
    public IEnumerable<string> Daemon => Values("arg");

    /// <summary>A variable of the environment.</summary>
    public string Variable(string name) => Environment.Single(text => text.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    private IEnumerable<string> Values(string kind) =>
        _lines.Where(line => line.StartsWith(kind + " ", StringComparison.Ordinal)).Select(line => line[(kind.Length + 1)..]);
}
