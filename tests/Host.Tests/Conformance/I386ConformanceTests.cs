using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Conformance;

/// <summary>The programs built for i386, once for all rows.</summary>
public sealed class I386ConformanceRun : IDisposable
{
    /// <summary>What they printed.</summary>
    public ConformanceRun Run { get; } = ConformanceRun.OfI386();

    /// <inheritdoc/>
    public void Dispose() => Run.Dispose();
}

/// <summary>
/// The same programs, and those about what only i386 has, built with gcc -m32. To work on one, run BITS=32
/// tests/Conformance/run.sh with its name. Skipped where there is no compiler for it, or no kernel that runs it.
/// </summary>
/// <remarks>After the others, not beside them: natively they share the kernel's keys of System V IPC.</remarks>
[Collection(nameof(ConformanceRun))]
public sealed class I386ConformanceTests(I386ConformanceRun i386) : IClassFixture<I386ConformanceRun>
{
    /// <summary>The IDs of all programs and their variants, and of the check that nothing was written into the rootfs.</summary>
    public static TheoryData<string> Programs() => new(HostCommand.Run("env", "BITS=32", ConformanceRun.Script, "--list")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Append("rootfs_is_left_as_it_was"));

    /// <summary>Natively and traced: the same output and the same exit status.</summary>
    [Theory]
    [MemberData(nameof(Programs))]
    public void Run_OfI386NativelyAndTraced_PrintsTheSame(string program) => i386.Run.AssertSame(program);

    /// <summary>The same in a simulated app of Android, whose policy has a list of its own for calls of i386.</summary>
    /// <param name="version">Whose policy it is.</param>
    [Theory]
    [MemberData(nameof(AndroidConformanceTests.Versions), MemberType = typeof(AndroidConformanceTests))]
    public void Run_OfI386InAnApp_PrintsTheSame(string version)
    {
        const uint AppId = 10123;
        Assert.SkipUnless(TestPlace.IsRoot, "needs root for the simulator");
        i386.Run.AssertSame("rootfs_is_left_as_it_was");
        using var run = i386.Run.OnAndroid($"-V {version} -X", AppId);
        run.AssertSame();
    }
}
