namespace Ptracer.Host.Tests.Android;

/// <summary>
/// Debian's adb and adbd, extracted by scripts/adb-tools.sh. They are of another Debian than this one may be, so their own
/// loader starts them, with their own C library.
/// </summary>
internal static class AdbTools
{
    private const string Loader = "usr/lib64/ld-linux-x86-64.so.2";
    private const string Libraries = "usr/lib/x86_64-linux-gnu";
    private const string Programs = "usr/lib/android-sdk/platform-tools";

    /// <summary>Where they are; null: nobody has made them.</summary>
    public static string? Tree { get; } = Environment.GetEnvironmentVariable("PTRACER_ADB") is { Length: > 0 } path ? path : null;

    /// <summary>The command line of one of them.</summary>
    /// <param name="tree">Where the tree is seen.</param>
    /// <param name="program">adb or adbd.</param>
    public static string[] Line(string tree, string program) =>
        [$"{tree}/{Loader}", "--library-path", $"{tree}/{Libraries}:{tree}/{Libraries}/android", $"{tree}/{Programs}/{program}"];
}
