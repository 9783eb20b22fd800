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

    /// <summary>The kernel of Android has neither System V IPC nor POSIX message queues: a session has its own.</summary>
    [Fact]
    public void Run_WithoutIpcInTheKernel_PrintsTheSame()
    {
        Assert.SkipUnless(TestPlace.IsRoot, "needs root for the native chroot");
        string[] patterns = ["sysv_*", "posix_mq*"];
        using var without = run.WithOwn("shmget,mq_open", patterns);
        var failed = ProgramIds(patterns).Where(id => without.Verdict(id) != "PASS").ToList();
        Assert.True(failed.Count == 0, string.Join('\n', failed.Select(id => $"{id}: {without.Verdict(id) ?? without.Log}\n{without.Difference(id)}")));
    }

    internal static IEnumerable<string> ProgramIds(params string[] patterns) => HostCommand.Run(ConformanceRun.Script, ["--list", .. patterns])
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Append("rootfs_is_left_as_it_was");

    /// <summary>Natively and traced: the same output and the same exit status.</summary>
    [Theory]
    [MemberData(nameof(Programs))]
    public void Run_NativelyAndTraced_PrintsTheSame(string program) => run.AssertSame(program);
}
