using Xunit;

namespace Ptracer.Host.Tests.Conformance;

/// <summary>One native run for all who compare with it.</summary>
[CollectionDefinition(nameof(ConformanceRun))]
public sealed class ConformanceCollection : ICollectionFixture<ConformanceRun>;

/// <summary>
/// The same programs in a simulated app of Android, under its seccomp policy and W^X, and in an adb shell. What they print
/// differs only where tests/Conformance/exceptions says why. PTRACER_ANDROID_VERSIONS: the versions, "9 11 13 14 15" for
/// instance (default: 9, whose policy is the strictest; each later one allows more).
/// </summary>
[Collection(nameof(ConformanceRun))]
public sealed class AndroidConformanceTests(ConformanceRun native)
{
    private const uint AppId = 10123;
    private const uint ShellId = 2000;

    /// <summary>The versions of Android whose policies are tried.</summary>
    public static TheoryData<string> Versions() => new(
        (Environment.GetEnvironmentVariable("PTRACER_ANDROID_VERSIONS") ?? "9").Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>As an app.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public void Run_InAnApp_PrintsTheSame(string version) => Check($"-V {version} -X", AppId);

    /// <summary>By adb shell.</summary>
    [Fact]
    public void Run_InAnAdbShell_PrintsTheSame() => Check("-s", ShellId);

    private void Check(string android, uint userId)
    {
        Assert.SkipUnless(Harness.TestPlace.IsRoot, "needs root for the simulator");
        using var run = native.OnAndroid(android, userId);
        run.AssertSame();
    }
}
