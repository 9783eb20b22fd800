using System.Runtime.CompilerServices;

namespace Ptracer.Host.Tests.Harness;

/// <summary>Where the suite finds what it tests: the binary, the rootfs, the fixtures, and the user guests run as.</summary>
public static class TestPlace
{
    /// <summary>The guest user's cache: what the binary unpacks of itself is unpacked once for all tests.</summary>
    public static string Cache => s_cache.Value;

    /// <summary>The parent of all scratch directories; never /tmp, which tests watch for what the tracer leaves there.</summary>
    public const string ScratchParent = "/var/tmp";

    /// <summary>Whether the suite runs as root, and so starts every guest through setpriv.</summary>
    public static bool IsRoot { get; } = Posix.geteuid() == 0;

    /// <summary>The user and group id of every guest.</summary>
    public static uint UserId { get; } = IsRoot ? uint.Parse(Setting("PTRACER_UID", "12345"), null) : Posix.geteuid();

    /// <summary>
    /// The options of tests/Android/android-sim under which guests run, "-V 9 -X -L" for instance; null: as ordinary processes.
    /// </summary>
    public static string? Android { get; } = Setting("PTRACER_ANDROID", "") is { Length: > 0 } options ? options : null;

    /// <summary>Whether guests run in a simulated device.</summary>
    public static bool IsAndroid => Android is not null;

    /// <summary>The ptracer binary under test.</summary>
    public static string Binary => Required(
        Setting("PTRACER_BIN", Path.Combine(SourceRoot(), "out", "ptracer")), "run ./build.sh build, or set PTRACER_BIN");

    /// <summary>The binary with all verbs in one image, as the Android app has it.</summary>
    public static string WholeImage => Required(
        Setting("PTRACER_WHOLE", Path.Combine(SourceRoot(), "obj", "publish-whole", "Ptracer.Host")), "run ./build.sh build, or set PTRACER_WHOLE");

    /// <summary>The pristine Debian rootfs; tests only read it.</summary>
    public static string Rootfs
    {
        get
        {
            var home = Environment.GetEnvironmentVariable("HOME") ?? "/";
            var cache = Setting("PTRACER_CACHE", IsRoot ? "/var/cache/ptracer" : Path.Combine(home, ".cache", "ptracer"));
            var path = Required(Setting("PTRACER_ROOTFS", Path.Combine(cache, "rootfs-bookworm")),
                "run ./build.sh test, which makes it, or set PTRACER_ROOTFS");
            return Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
    }

    /// <summary>The path of a file in tests/Host.Tests/fixtures.</summary>
    public static string Fixture(string name) => Path.Combine(SourceRoot(), "tests", "Host.Tests", "fixtures", name);

    /// <summary>The top of the source tree.</summary>
    public static string SourceRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));

    private static string Setting(string name, string fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : fallback;

    private static string Required(string path, string remedy) =>
        Path.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing; {remedy}");

    private static readonly Lazy<string> s_cache = new(MakeCache);

    private static string MakeCache()
    {
        string path = Path.Combine(ScratchParent, $"ptracer-test-cache-{UserId}");
        Directory.CreateDirectory(path);
        if (IsRoot)
        {
            HostCommand.Run("chown", $"{UserId}:{UserId}", path);
        }

        return path;
    }
}
