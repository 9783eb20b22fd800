using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Conformance;

/// <summary>
/// The programs of tests/Conformance print the same under ptracer as in a chroot with bind mounts. To work on one, run
/// tests/Conformance/run.sh with its name.
/// </summary>
[Collection(nameof(ConformanceRun))]
public sealed class ConformanceTests(ConformanceRun run)
{
    /// <summary>The IDs of all programs and their variants, and of the check that nothing was written into the rootfs.</summary>
    public static TheoryData<string> Programs() => new(ProgramIds());

    internal static IEnumerable<string> ProgramIds() => HostCommand.Run(ConformanceRun.Script, "--list")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Append("rootfs_is_left_as_it_was");

    /// <summary>Natively and traced: the same output and the same exit status.</summary>
    [Theory]
    [MemberData(nameof(Programs))]
    public void Run_NativelyAndTraced_PrintsTheSame(string program)
    {
        var verdict = run.Verdict(program);
        if (verdict?.StartsWith("SKIP", StringComparison.Ordinal) == true)
        {
            Assert.Skip(verdict["SKIP".Length..].Trim());
        }

        Assert.True(verdict == "PASS", verdict is null ? run.Log : run.Difference(program));
    }
}
