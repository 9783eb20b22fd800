using Xunit;

namespace Ptracer.Units.Tests;

/// <summary>The tree of Debian packages that scripts/unit-files.sh made.</summary>
internal static class Samples
{
    public static string Root
    {
        get
        {
            string? root = Environment.GetEnvironmentVariable("PTRACER_UNIT_FILES");
            Assert.SkipWhen(string.IsNullOrEmpty(root), "PTRACER_UNIT_FILES is not set: ./build.sh test sets it");
            return root!;
        }
    }

    public static IReadOnlyList<string> Directories =>
        [$"{Root}/etc/systemd/system", $"{Root}/usr/local/lib/systemd/system", $"{Root}/lib/systemd/system", $"{Root}/usr/lib/systemd/system"];
}
