using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Conformance;

/// <summary>The same programs where every hard link is emulated (--link2symlink); needs root for the native chroot.</summary>
[Collection(nameof(ConformanceRun))]
public sealed class EmulatedLinkConformanceTests(ConformanceRun native)
{
    [Fact]
    public void Run_WithEmulatedLinks_PrintsTheSame()
    {
        Assert.SkipUnless(TestPlace.IsRoot, "needs root for the native chroot");
        using ConformanceRun run = native.WithEmulatedLinks();
        run.AssertSame();
    }
}
