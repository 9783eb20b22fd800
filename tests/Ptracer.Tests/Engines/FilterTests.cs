using Ptracer.Diagnostics;
using Ptracer.Engines.Seccomp;
using Ptracer.Linux;
using Ptracer.Paths;
using Xunit;

namespace Ptracer.Tests.Engines;

/// <summary>What the seccomp filter traps, by a session's options.</summary>
public sealed class FilterTests
{
    [Fact]
    public void Filter_WithAndWithoutPorts_IsTheSame() =>
        Assert.Equal(Filter(new SessionOptions()), Filter(new SessionOptions { Ports = [new PortMapping(80, 8080)] }));

    [Fact]
    public void Filter_WithAnIdentity_IsAnother() =>
        Assert.NotEqual(Filter(new SessionOptions()), Filter(new SessionOptions { Identity = new GuestIdentity(0, 0) }));

    [Fact]
    public void Filter_WithoutIpcInTheKernel_IsAnother() =>
        Assert.NotEqual(Filter(new SessionOptions()), Filter(new SessionOptions(), new IpcSupport(false, true)));

    private static Seccomp.sock_filter[] Filter(SessionOptions options) => Filter(options, new IpcSupport(true, true));

    private static Seccomp.sock_filter[] Filter(SessionOptions options, IpcSupport ipc)
    {
        BindingTable mounts = new(new Mount([], [], -1, MountAccess.ReadWrite, MountType.Directory));
        return FilterBuilder.Build(SessionTable.Build(options, mounts, ipc, hasInheritedFilter: false, hasFastPath: true));
    }
}
