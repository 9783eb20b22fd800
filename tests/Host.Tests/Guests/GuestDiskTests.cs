using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Guests;

/// <summary>A disk that is full, and files that may not grow: a clear line, and the store as it was.</summary>
public sealed class GuestDiskTests : GuestsTest
{
    [Fact]
    public void Create_FilesMayNotGrow_SaysSo()
    {
        Ptracer("guest", "create", "kept", "--rootfs", "mini").ExpectSuccess();
        GuestRun run = RunHost("prlimit", "--fsize=65536", TestPlace.Binary, "import", "mini", "box").ExpectStatus(125);
        Assert.Contains("ulimit -f", run.Stderr, StringComparison.Ordinal);
        Assert.Equal(["kept"], Names());
        RunHost("prlimit", "--fsize=10", TestPlace.Binary, "guest", "set", "kept", "--env", "A=1").ExpectStatus(125);
        Ptracer("guest", "show", "kept").ExpectSuccess();
        Assert.Equal([".lock", "kept"], Directory.GetFileSystemEntries(GuestsPath).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Create_DiskFull_SaysSoAndLeavesTheRest()
    {
        Assert.SkipUnless(TestPlace.IsRoot, "only root can mount a small file system");
        Directory.CreateDirectory(Home);
        HostCommand.Run("mount", "-t", "tmpfs", "-o", $"size=1m,mode=700,uid={TestPlace.UserId},gid={TestPlace.UserId}", "tmpfs", Home);
        try
        {
            Ptracer("guest", "create", "kept", "--rootfs", "mini", "--env", "A=1").ExpectSuccess();
            Refused("no space left on the device", "import", "mini", "box");
            File.WriteAllBytes(Path.Combine(Home, "ballast"), new byte[800_000]);
            string large = new('x', 200_000);
            Ptracer("guest", "set", "kept", "--env", "L1=" + large[..100_000]).ExpectSuccess();
            Ptracer("guest", "set", "kept", "--env", "L2=" + large[..120_000]).ExpectStatus(125);
            Assert.DoesNotContain("L2", Ptracer("guest", "show", "kept").ExpectSuccess().Stdout, StringComparison.Ordinal);
            Ptracer("guest", "rm", "kept").ExpectSuccess();
            Assert.Empty(Names());
        }
        finally
        {
            HostCommand.Run("umount", Home);
        }
    }
}
