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

    private static Seccomp.sock_filter[] Filter(SessionOptions options) =>
        FilterBuilder.Build(SessionTable.Build(options, new BindingTable(new Mount([], [], -1, MountAccess.ReadWrite, MountType.Directory)), hasInheritedFilter: false).ToList());
}
